"""Who is who across articles: names in, one speaker's names together out; no database, no models.

What articles call somebody is a *name* (`names.Name`). Each name has at most one *parent*, the name of the same speaker that
stands for it (`link.choose`): "Obama" hangs on "Barack Obama", "Sergey Lavrov" on "Sergei Lavrov". A tree is a speaker.
Which parent depends only on the names and on how many articles use each, so that the order of articles never matters.
"""
