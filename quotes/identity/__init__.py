"""Decides who is who across articles: groups the names of one speaker. Needs neither database nor models.

What articles call somebody is a *name* (`names.Name`). Each name has at most one *parent*, another name of the same speaker
(`link.choose`): the parent of "Obama" is "Barack Obama", that of "Sergey Lavrov" is "Sergei Lavrov". The names of a speaker form
a tree, and the *root* stands for the speaker. Parents depend only on the names and on how many articles use each, never on the
order of articles.

A name finds its possible parents by keys: it *seeks* some keys, and names that *offer* one of them are candidates.
"""
