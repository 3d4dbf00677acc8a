"""Titles before names, and the genders of given names and nouns.

Gender only rules a reading out ("she" is not Robert), never names somebody. Given names that both women and men commonly bear
are left out. Compiled for this project from general knowledge.
"""

from __future__ import annotations

from quotes.lang.speakers import NameWords

__all__ = ["NAMES"]

# Given names that are short for the first of their line; compared after folding.
_SHORT_FORMS = (
    "william bill will billy",
    "robert bob rob bobby",
    "richard rick dick rich",
    "james jim jimmy",
    "john jack johnny",
    "joseph joe joey",
    "michael mike mick",
    "thomas tom tommy",
    "timothy tim",
    "daniel dan danny",
    "donald don",
    "edward ed eddie ted",
    "stephen steve",
    "steven steve",
    "anthony tony",
    "andrew andy drew",
    "benjamin ben",
    "charles charlie chuck",
    "christopher chris",
    "david dave",
    "gregory greg",
    "jeffrey jeff",
    "kenneth ken",
    "lawrence larry",
    "matthew matt",
    "nicholas nick",
    "patrick pat",
    "peter pete",
    "philip phil",
    "ronald ron",
    "samuel sam",
    "theodore ted",
    "bernard bernie",
    "barbara barb",
    "catherine kate cathy",
    "katherine kate kathy",
    "deborah deb debbie",
    "elizabeth liz beth betsy",
    "jennifer jen jenny",
    "margaret maggie peggy meg",
    "patricia pat patty trish",
    "rebecca becky",
    "susan sue",
    "victoria vicky",
)

NAMES = NameWords(
    # Honorifics, which do not tell what somebody does.
    honorifics=frozenset("mr mrs ms miss mx dr sir dame lord lady madam prof rev fr st".split()),
    # Written short before a name; spelt out where a role is shown or compared.
    abbreviated={
        "sen": "senator",
        "sens": "senators",
        "rep": "representative",
        "reps": "representatives",
        "gov": "governor",
        "gen": "general",
        "lt": "lieutenant",
        "col": "colonel",
        "maj": "major",
        "capt": "captain",
        "sgt": "sergeant",
        "prof": "professor",
        "del": "delegate",
        "cllr": "councillor",
        "supt": "superintendent",
        "insp": "inspector",
        "pres": "president",
    },
    # Titles that belong to the name: nobody prints "Francis" for "Pope Francis".
    lasting=frozenset(
        "pope king queen prince princess sultan sheikh emperor saint st dalai lord lady sir dame".split()
    ),
    # Portfolios of secretaries and ministers: "State" in "Secretary of *State* Karen Mills" is not part of the name.
    portfolios=frozenset(
        "State Defense Defence Energy Labor Labour Commerce Education Agriculture Interior Treasury Transportation War".split()
    ),
    # Small words inside a name; a person's name may begin with one.
    particles=frozenset("van von der den de del della di da dos du la le bin ibn al el".split()),
    # Titles and offices before a name, which do not identify anybody; compared after folding.
    before_names=frozenset(
        """mr mrs ms mx miss sir dame lord lady dr prof professor rev reverend fr father sister brother rabbi
        imam sheikh sen senator rep representative gov governor lt col gen maj capt sgt cmdr adm lieutenant
        colonel general major captain sergeant admiral commander president chancellor premier judge justice
        mayor minister secretary ambassador congressman congresswoman councillor councilman councilwoman
        king queen prince princess pope archbishop bishop cardinal officer detective inspector attorney hon""".split()
    ),
    # Suffixes of names, which tell father from son and king from king.
    generation_of={"junior": "jr", "senior": "sr"}
    | {
        word: word
        for word in "jr sr ii iii iv vi vii viii ix xi xii xiii xiv xv xvi xvii xviii xix xx xxi xxii xxiii".split()
    },
    first_words=frozenset(["the", "al", "el", "de", "la", "le"]),
    generations=frozenset(["jr", "sr", "ii", "iii", "iv"]),
    generation_words={"younger": "jr", "elder": "sr", "older": "sr"},
    byline=r"(?:^|\n|\|)\s*(?:By|BY|by|Posted by|Written by)[:\s]+$",
    author_note=r"\s*[,(]|\s+(?:is|was|has|lives|works|writes|teaches|serves)\b",
    female_nouns=frozenset(
        """mrs ms miss dame lady queen princess duchess baroness madam sister mother woman girl wife widow daughter aunt
    niece grandmother girlfriend actress waitress heroine congresswoman spokeswoman chairwoman councilwoman
    policewoman businesswoman saleswoman assemblywoman alderwoman anchorwoman sportswoman noblewoman mum mom nun
    bride""".split()
    ),
    male_nouns=frozenset(
        """mr sir lord king prince duke baron brother father man boy husband widower son uncle nephew grandfather boyfriend
    congressman spokesman chairman councilman policeman businessman salesman assemblyman alderman anchorman
    sportsman fireman gentleman dad monk groom pope imam priest""".split()
    ),
    female_names=frozenset(
        """mary patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy betty margaret sandra ashley
    kimberly emily donna michelle carol amanda dorothy melissa deborah stephanie rebecca sharon laura cynthia
    kathleen amy angela shirley anna brenda pamela emma nicole helen samantha katherine catherine christine debra
    rachel carolyn janet maria heather diane ruth julie olivia joyce virginia victoria kelly lauren christina joan
    evelyn judith megan andrea cheryl hannah jacqueline martha gloria teresa ann anne sara madison frances kathryn
    janice jean alice julia judy sophia grace denise amber doris marilyn danielle beverly isabella theresa diana
    natalie brittany charlotte marie kayla alexis hillary hilary ivanka melania chelsea huma claire elena sonia nina
    olga irina svetlana natalia tatiana ingrid astrid fatima aisha leila amina priya lakshmi indira mei yuki sakura
    carmen rosa lucia sofia camila valentina ines beatriz angelina simone brigitte ursula angela annegret heidi
    greta monika margarita loretta kellyanne condoleezza michele ellen jill jane jeanne joanne josephine paula peggy
    rosemary sally sheila sylvia tina tracy vanessa wendy yvonne zoe abigail ava mia amelia harper eva clara nora
    lucy ella chloe penelope layla lily eleanor aaliyah aurora bella hazel theodora nadia yasmin samira zainab
    maryam mariam noor hina ayesha farah gita kavita sunita anita rekha meera""".split()
    ),
    male_names=frozenset(
        """james robert john michael david william richard joseph thomas charles christopher daniel matthew anthony mark
    donald steven paul andrew joshua kenneth kevin brian george timothy ronald edward jason jeffrey ryan jacob gary
    nicholas eric jonathan stephen larry justin scott brandon benjamin samuel gregory frank alexander raymond
    patrick jack dennis jerry tyler aaron jose adam nathan henry douglas zachary peter kyle ethan walter noah jeremy
    christian keith roger terry gerald harold sean austin carl arthur lawrence dylan jesse bryan joe jordan billy
    bruce albert willie gabriel logan alan juan wayne roy ralph randy eugene vincent russell louis philip bobby
    johnny bradley barack bernie mike ted marco jeb mitt newt rudy tim bill jim bob tom dan ben matt dave steve jeff
    greg chuck harry mitch vladimir dmitry sergei sergey ivan boris mikhail nikolai alexei yuri igor oleg bashar
    mohammed muhammad ahmed ali hassan hussein omar ibrahim abdullah khalid mustafa yusuf tariq hamid raj rajesh
    sanjay narendra arjun vikram wei xi jinping kim hiroshi kenji pierre jean-claude francois emmanuel jacques
    nicolas hans klaus jürgen wolfgang fritz helmut gerhard olaf lars erik sven giovanni marco paolo luca silvio
    matteo carlos luis jorge miguel pedro diego fernando javier rafael ricardo roberto antonio manuel francisco
    eduardo alberto oscar hugo felix leo max oliver simon martin neil ian graham nigel colin stuart duncan angus
    hamish callum owen rhys gareth liam conor declan seamus brendan kieran niall tony gordon boris reince corey
    roger sheldon warren julian edmund gus otto theodore abraham isaac moses elijah isaiah ezekiel josiah""".split()
    ),
    short_forms=tuple(frozenset(line.split()) for line in _SHORT_FORMS),
)
