"""Nouns for words and works that speak for somebody: "her statement", "the bureau's data", "the book"."""

from __future__ import annotations

from quotes.lang.speakers import WorkWords

__all__ = ["WORKS"]

WORKS = WorkWords(
    # Words and works with an author.
    nouns=frozenset(
        """statement letter email e-mail tweet post message report memo memoir speech remarks comments comment commentary
    testimony interview voice words column op-ed article piece story essay book blog petition filing ruling decision
    opinion account version show program programme podcast announcement release order lawsuit suit complaint indictment
    editorial analysis study survey poll research findings plan proposal response answer reply tweets emails letters
    note feature headline video ad advertisement autobiography novel biography website account affidavit deposition
    summary resolution platform guidance playbook mailer flyer leaflet pamphlet brochure spot commercial questionnaire
    dossier audit review investigation circular notice notification directive communique communiqué decree bulletin
    briefing address declaration manifesto""".split()
    ),
    # Works that name who made them: "data from the Census Bureau".
    documents=frozenset(
        "data research study transcript article report analysis survey figures statistics poll".split()
    ),
    # More works, parts and organs that speak for the body or person whose they are: "FEC records", "the bank's board".
    organs=frozenset(
        """record records document documents filing filings file files memo memos transcript readout tally count regulation
    regulations rule rules guideline guidelines policy law act bill charter constitution code manual advisory notice
    alert bulletin newsletter circular edition cover page pages website site webpage feed account dispatch coverage
    reporting investigation inquiry probe review audit assessment estimate estimates projection forecast model index
    ranking rankings scorecard chart graphic map database number numbers results finding estimate spokesperson board
    newsroom desk unit investigators editors spot commercial advert ads campaign-ad readout testimony deposition
    tweet tweets post posts comment quote quotation caption signature name words word remark claim claims argument
    brief motion petition subpoena warrant affidavit memoirs diary diaries notes lecture sermon op-eds columns
    interviews speeches messages texts text voicemail recording tape footage broadcast episode documentary film
    press-release releases statements reports studies surveys polls articles stories pieces books blogs
    reply replies response responses answer answers opinion opinions""".split()
    ),
    # Works of like kind, one line each: what was issued as one may be spoken of as another.
    alike=tuple(
        frozenset(line.split())
        for line in (
            "book memoir autobiography novel biography text",
            "article piece story feature column essay op-ed editorial commentary report headline profile investigation text",
            "ruling decision opinion order judgment verdict document",
            "statement release announcement message letter memo email e-mail note declaration notice communique communiqué"
            " bulletin document text",
            "circular notice notification directive order decree rules regulations guidelines resolution document",
            "tweet post message",
            "study report survey research analysis poll findings results data figures statistics estimate estimates records"
            " numbers paper document text",
            "report review audit investigation summary inquiry probe document",
            "lawsuit suit complaint filing petition indictment brief motion affidavit submission document",
            "show program programme podcast",
            "ad advertisement video clip spot commercial advert campaign-ad ads",
            "mailer flyer leaflet pamphlet brochure",
            "speech remarks address",
        )
    ),
    # Verbs by which somebody issues a work.
    issuing=frozenset(
        """write publish issue release run post file author pen produce air compile conduct deliver send give make tweet
    print carry commission prepare draft author compile hand unveil circulate host record submit sign prepare
    launch report provide share distribute aggregate collect sponsor fund buy available power
    undertake""".split()
    ),
    # "A statement posted on the bank's *website*".
    pages=frozenset("website site page webpage homepage portal blog feed channel account".split()),
    # "The Harbour Barometer, published by Norden" is a report.
    titled="report",
    # What one writes or says oneself: "she said in a letter" makes the letter hers.
    own=frozenset(
        "statement letter email e-mail tweet post memo speech essay column book memoir note op-ed message remarks".split()
    ),
    # What one may speak in but need not have written: it is one's own where it is new ("said in *a* report").
    own_if_new=frozenset(
        """report paper study analysis survey poll release press-release circular notice notification bulletin review
        communique communiqué briefing brief article interview blog editorial video filing resolution announcement
        address declaration affidavit testimony deposition petition complaint lawsuit brief motion indictment
        submission""".split()
    ),
    # What whoever has just spoken or acted is likely to have made public.
    made_public=frozenset(
        "statement release declaration speech address remarks message letter email e-mail tweet post".split()
    ),
    # Verbs whose doer's act goes by a noun of its own.
    acts={
        "rule": "ruling",
        "decide": "decision",
        "approve": "decision",
        "announce": "announcement",
        "tweet": "tweet",
        "sue": "lawsuit",
    },
    # "A report *by* the board", "a report *on* the board".
    makers=frozenset(["by", "from"]),
    # "An editorial *in* the Post".
    outlets=frozenset(["in"]),
    topics=frozenset("about on into against over regarding concerning to toward towards".split()),
)
