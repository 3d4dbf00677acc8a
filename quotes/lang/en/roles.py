"""Nouns for people: by office or trade, by what they are to others, and those for crowds that nobody can be quoted as."""

from __future__ import annotations

from quotes.lang.speakers import RoleWords

__all__ = ["ROLES"]

ROLES = RoleWords(
    # Relatives who often bear one surname.
    kin=frozenset(
        """father mother dad mom mum husband wife spouse son daughter brother sister sibling uncle aunt cousin nephew niece
        grandfather grandmother grandson granddaughter widow widower twin ex-wife ex-husband stepson stepdaughter""".split()
    ),
    # Who are somebody's: "the lawyer of X" is not X, whatever X is called.
    associates=frozenset(
        """lawyer attorney solicitor barrister counsel aide adviser advisor assistant spokesman spokeswoman
        spokesperson friend partner colleague associate ally confidant supporter follower loyalist opponent critic rival
        relative parent child baby fiance fiancee girlfriend boyfriend classmate roommate teammate neighbour neighbor
        companion acquaintance mate pal bodyguard driver biographer victim accuser survivor namesake predecessor successor
        heir student pupil protege mentor fan nanny handler surrogate brother-in-law sister-in-law mother-in-law
        father-in-law son-in-law daughter-in-law stepfather stepmother niece grandparent""".split()
    ),
    # By office or trade; capitalised before a name, lower case as a role ("Russian president").
    nouns=frozenset(
        """publisher recorder registrar chairperson
    president chancellor minister premier secretary senator representative governor mayor judge justice general
    colonel major captain lieutenant sergeant admiral commander ambassador king queen prince princess pope bishop
    archbishop cardinal rabbi imam chief chairman chairwoman chair director manager executive officer spokesman
    spokeswoman spokesperson professor doctor lawyer attorney prosecutor sheriff detective inspector coach captain
    player striker goalkeeper analyst economist strategist adviser advisor aide consultant scientist researcher
    author writer editor reporter journalist columnist correspondent host anchor commentator pollster historian
    activist organizer organiser candidate nominee leader deputy councillor councilman councilwoman councilor
    delegate lawmaker legislator congressman congresswoman speaker whip founder owner ceo head member actor actress
    singer musician artist filmmaker producer farmer teacher principal student nurse surgeon physician engineer
    pilot resident voter supporter opponent critic billionaire businessman businesswoman mogul developer veteran
    official diplomat envoy commissioner superintendent headteacher biologist physicist chemist astronomer geologist
    climatologist ecologist fellow partner president-elect undersecretary treasurer controller comptroller solicitor
    barrister magistrate curator conductor composer rival boss vicar rector
    priest curate treasurer clerk moderator trustee defendant tutor commander-in-chief coordinator negotiator mediator
    investigator examiner auditor ombudsman archivist librarian committeeman committeewoman assemblyman assemblywoman
    alderman alderwoman anchorman anchorwoman co-anchor co-chair co-chairman co-chairwoman
    administrator convenor convener overseer instructor archaeologist paleontologist palaeontologist ornithologist zoologist
    botanist entomologist hydrologist seismologist volcanologist glaciologist oceanographer cartographer geographer agronomist
    virologist immunologist microbiologist pathologist toxicologist neurologist neuroscientist coroner consul cricketer
    footballer sculptor choreographer cinematographer photojournalist pianist violinist cellist saxophonist vocalist""".split()
    ),
    # Nouns for a person that are no office.
    persons=frozenset(
        """person individual guard goalkeeper
    hacker backer interviewer promoter impersonator emcee educator leaker bomber gunman attacker shooter assailant
    intruder rapper songwriter documentarian veterinarian pediatrician meteorologist statistician mathematician
    demographer ethicist theorist linguist superdelegate selectman juror bailiff warden janitor cashier barber
    hairdresser florist logger miner steelworker autoworker machinist midwife pharmacist dentist psychiatrist
    therapist counselor headmaster freshman alumnus valedictorian guy introducer impostor radioman businessperson
    frontman maverick provocateur firebrand expat matriarch patriarch scion appointee designee laureate pundit
    contributor intern receptionist caretaker nanny restaurateur shopkeeper philanthropist campaigner feminist
    environmentalist conservationist nationalist anarchist atheist cleric friar deacon pontiff monarch peacekeeper
    sailor airman astronaut cop spy spymaster caucusgoer canvasser detractor enemy relative ex-wife ex-husband
    man woman democrat republican independent friend colleague neighbor neighbour counsel lady native incumbent
    challenger tycoon surrogate investor star celebrity neurosurgeon gynecologist oncologist cardiologist
    epidemiologist psychologist sociologist criminologist anthropologist front-runner frontrunner figure
    advocate attendee donor fundraiser operative lobbyist contractor organizer volunteer driver worker owner
    operator tenant landlord survivor victim suspect accuser plaintiff defendant witness bystander passenger
    customer shopper patient inmate prisoner soldier officer trooper patrolman firefighter paramedic medic
    scholar academic professor lecturer dean provost graduate undergraduate novelist poet playwright
    screenwriter biographer essayist blogger podcaster broadcaster newscaster newsman presenter reviewer
    illustrator photographer cartoonist designer architect planner builder carpenter plumber electrician
    mechanic welder trucker fisherman rancher grower baker chef cook waiter bartender entrepreneur financier
    banker trader broker accountant auditor insurer realtor salesperson marketer publicist spokesperson
    speechwriter handler bodyguard agent informant whistleblower insider loyalist ally foe opponent rival
    contender hopeful runner-up winner loser champion medalist athlete gymnast swimmer boxer wrestler golfer
    goalie quarterback pitcher defender midfielder coach trainer referee immigrant refugee migrant exile
    expatriate citizen taxpayer homeowner parent grandparent sibling twin teenager youngster kid baby child
    fiance fiancee spouse stepfather stepmother godfather uncle aunt nephew niece grandson granddaughter
    son-in-law daughter-in-law classmate roommate teammate mentor protege successor predecessor chief-of-staff
    statesman politician populist socialist communist progressive moderate centrist conservative liberal
    libertarian evangelical pastor preacher reverend monk nun theologian missionary chaplain speaker-designate
    chairperson chairwoman co-founder cofounder co-author co-host newcomer outsider novice heir heiress magnate
    confidant source speaker mom dad son wife husband mother father brother sister cousin guest expert executive
    specialist pal buddy chum mate companion acquaintance girlfriend boyfriend widow widower announcer employer
    employee staffer trustee participant protester demonstrator caller viewer listener follower commuter tourist
    pensioner retiree busker comedian entertainer dancer guitarist drummer presenter announcer narrator runner
    brother-in-law sister-in-law mother-in-law father-in-law stepson stepdaughter ex communicator heavyweight personality
    influencer vlogger youtuber streamer dictator dignitary functionary parliamentarian skipper marksman tactician
    compatriot namesake octogenarian septuagenarian academician jurist
    user beekeeper healer defector applicant superstar comrade counterpart smuggler arsonist enthusiast finalist returnee
    radiologist dermatologist ophthalmologist paediatrician obstetrician physiotherapist nutritionist dietitian surveyor
    mortician undertaker stockbroker chieftain headman backbencher frontbencher constable headmistress schoolteacher
    schoolboy schoolgirl pupil gamekeeper zookeeper herder pastoralist winemaker seamstress muralist jeweller jeweler
    blacksmith watchmaker bricklayer stonemason postman mailman concierge hotelier innkeeper barista sommelier stewardess
    co-pilot cosmonaut paratrooper commando sniper conscript reservist militant insurgent rebel guerrilla jihadist extremist
    terrorist hijacker kidnapper abductor murderer killer rapist robber thief burglar fraudster scammer swindler forger
    trafficker poacher looter rioter protestor petitioner complainant appellant respondent claimant litigant arbitrator
    umpire linesman batsman fielder wicketkeeper sprinter cyclist rower skier snowboarder surfer climber mountaineer hiker
    jockey motorist biker weightlifter bodybuilder triathlete olympian paralympian cheerleader ballerina soprano tenor
    bassist percussionist lyricist dramatist satirist humorist magician stuntman cameraman animator showrunner scriptwriter
    videographer freelancer newsreader programmer technologist technician technocrat bureaucrat ombudswoman foreman
    supervisor subordinate apprentice trainee jobseeker breadwinner homemaker housewife babysitter childminder carer
    caregiver orphan toddler adolescent teen centenarian nonagenarian villager islander settler colonist pilgrim worshipper
    parishioner convert agnostic televangelist evangelist guru yogi astrologer herbalist acupuncturist chiropractor
    beautician stylist supermodel socialite aristocrat housekeeper chauffeur boatman ferryman seafarer seaman docker
    dockworker railwayman stockman cowboy horseman horsewoman equestrian angler lifeguard coastguard rescuer dispatcher
    telephonist stenographer bookseller vendor hawker industrialist oligarch officeholder""".split()
    ),
    # Nouns that name one office, a line each: a description by one of them may stand for a role by another.
    offices=tuple(
        frozenset(line.split())
        for line in (
            "representative congressman congresswoman lawmaker legislator mp mla mep",
            "member mp mla mep",
            "senator lawmaker legislator",
            "president leader chief",
            "spokesman spokeswoman spokesperson",
            "attorney lawyer",
            "doctor physician surgeon",
            "nominee candidate",
            "chairman chairwoman chair",
            "councilman councilwoman councillor councilor",
            "businessman mogul billionaire tycoon magnate entrepreneur developer financier",
            "judge justice magistrate",
            "candidate contender hopeful nominee front-runner frontrunner challenger",
            "reporter journalist correspondent columnist",
            "professor academic scholar researcher expert scientist",
            "lawyer attorney counsel",
            "adviser advisor aide strategist",
            "legislator lawmaker delegate congressman congresswoman",
        )
    ),
    # Nouns of office that fit whoever has another one: a former senator may be "the candidate".
    any_office=frozenset(
        """candidate nominee leader lawmaker legislator politician official executive author writer speaker supporter opponent
    critic rival boss member head chief partner resident voter veteran billionaire defendant expert player""".split()
    ),
    # Nouns for many or for nobody in particular: at the start of a sentence a capital makes no name of them.
    crowds=frozenset(
        """lawmakers lawmaker experts expert officials official analysts analyst critics critic sources source aides aide
    supporters opponents voters residents witnesses police authorities scientists researchers economists doctors
    prosecutors investigators reporters journalists observers insiders advisers advisors strategists activists leaders
    senators congressmen democrats republicans author authors you wildlife people many some others everyone nobody
    media press pundits historians spokesmen spokeswomen spokespersons""".split()
    )
    - {"democrats", "republicans"},
    # A member of a party by the noun for one: "the Vermont Republican" describes somebody and names nobody.
    party_members=frozenset("republican democrat conservative liberal libertarian tory".split()),
    # Parts of an office's name beside its noun; in lower case where a role is shown ("prime minister", "vice president").
    parts=frozenset(
        """prime vice deputy former acting senior junior chief attorney first foreign finance interior general assistant
    executive managing associate national communications press presidential campaign then-president interim founding
    lead co-chairman spokeswoman district""".split()
    )
    - {"national", "district", "communications"},
    # Adjectives that follow their noun in the name of an office: "attorney general", "professor emeritus".
    after_noun=frozenset("general elect designate emeritus emerita laureate".split()),
    # Words that begin no role: what is left of a phrase cut in the wrong place.
    never_first=frozenset("s issue said says told the of and for by with from who that his her its their".split()),
    # Say nothing that an article would repeat in another place.
    empty=frozenset(
        """former longtime long-time long current new then then- first second last late own top senior embattled latest
    potential mr mrs ms old year-old 's presumptive presumed likely prospective aspiring would-be fellow outgoing incoming ousted
    retired disgraced beleaguered popular prominent influential powerful outspoken controversial fiery onetime one-time two-term
    famous famed noted leading self-described so-called""".split()
    ),
    # Between an office and the body or place that it is held in.
    before_a_body=frozenset("of for at with in from".split()),
    # Between a relative or associate and whose they are.
    before_a_person=frozenset("of to for".split()),
    # After these, "of" leads to a matter: "minister of Finance", "secretary of State", "chief of Staff".
    of_matters=frozenset("minister secretary undersecretary chancellor chief sergeant minister-counsellor".split()),
    # In capitals like the short name of a body, and none.
    abbreviated=frozenset("MP MEP MSP TD CEO CFO COO CTO CIO VP EVP SVP GP QC KC PM DA AG MD TV PR HR IT AI".split()),
    # Capitalised before an office and a part of it: "Deputy Prime minister", "Foreign Affairs minister".
    ranks=frozenset(
        """deputy prime vice chief former acting assistant associate senior junior executive managing first second third
    lord lady foreign interior defence defense finance financial operating technology information health education
    justice labour labor trade home state general major lieutenant brigadier staff special shadow attorney solicitor
    press prize award medal war olympic academy""".split()
    ),
    contenders=frozenset("challenger contender hopeful front-runner frontrunner incumbent comedian".split()),
    former=frozenset(["ex"]),
    # "Mark Dunn, who represents Hale", is "Hale's lawyer".
    doing={"represent": "lawyer", "defend": "lawyer"},
)
