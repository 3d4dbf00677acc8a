"""What words tell of a person's gender. Only rules a reading out ("she" is not Robert), never names somebody.

Given names that both women and men commonly bear are left out. Compiled for this project from general knowledge.
"""

from __future__ import annotations

PRONOUN_GENDER = {
    **dict.fromkeys(("he", "him", "his", "himself"), "male"),
    **dict.fromkeys(("she", "her", "hers", "herself"), "female"),
}
FEMALE_NOUNS = frozenset(
    """mrs ms miss dame lady queen princess duchess baroness madam sister mother woman girl wife widow daughter aunt
    niece grandmother girlfriend actress waitress heroine congresswoman spokeswoman chairwoman councilwoman
    policewoman businesswoman saleswoman assemblywoman alderwoman anchorwoman sportswoman noblewoman mum mom nun
    bride""".split()
)
MALE_NOUNS = frozenset(
    """mr sir lord king prince duke baron brother father man boy husband widower son uncle nephew grandfather boyfriend
    congressman spokesman chairman councilman policeman businessman salesman assemblyman alderman anchorman
    sportsman fireman gentleman dad monk groom pope imam priest""".split()
)
FEMALE_NAMES = frozenset(
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
)
MALE_NAMES = frozenset(
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
)
# Given names that are short for the first of their line; compared after folding.
SHORT_FORMS = (
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
