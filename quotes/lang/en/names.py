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
    "hillary hilary",
    "sara sarah",
    "stephen steven",
    "philip phillip",
    "jeffrey geoffrey geoff",
    "catherine katherine kathryn",
    "mohammed muhammad mohamed mohammad",
    "sergei sergey",
    "nathaniel nathan nate",
    "gerald gerry jerry",
    "henry hank harry",
    "harold harry hal",
    "jacob jake",
    "joshua josh",
    "louis lou",
    "martin marty",
    "maxwell max",
    "maximilian max",
    "mitchell mitch",
    "randall randy",
    "raymond ray",
    "russell russ",
    "stanley stan",
    "terrence terry",
    "vincent vince vinny",
    "walter walt",
    "zachary zach zack",
    "albert al",
    "alan al",
    "arthur art",
    "bradley brad",
    "calvin cal",
    "cynthia cindy",
    "frederick fred freddie freddy",
    "gabriel gabe",
    "eugene gene",
    "jessica jess jessie",
    "judith judy",
    "kathleen kathy",
    "kimberly kim",
    "amanda mandy",
    "nicholas nicky",
    "pamela pam",
    "samuel sam sammy",
    "samantha sam",
    "christina tina chris",
    "valerie val",
    "wesley wes",
    "jonathan jon",
    "abraham abe",
    "alexander alex",
    "alexandra alex",
    "douglas doug",
    "donald donnie",
    "leonard len lenny",
    "lewis lew",
    "oliver ollie",
    "bartholomew bart",
    "dominic dom",
    "francis frank",
    "franklin frank",
    "herbert herb",
    "irving irv",
    "julius jules",
    "lucille lucy",
    "madeleine maddie",
    "marjorie marge",
    "norman norm",
    "reginald reggie reg",
    "roland rollie",
    "sidney sid",
    "clinton clint",
    "clifford cliff",
    "curtis curt",
)

NAMES = NameWords(
    # Honorifics, which do not tell what somebody does.
    honorifics=frozenset(
        """mr mrs ms miss mx dr sir dame lord lady madam prof rev fr st advocate adv barrister engr brigadier brig mp mla mep msp
        datuk datin dato seri ato auntie aunty""".split()
    ),
    # Behind a name: orders, degrees and offices.
    post_nominals=frozenset("AM AO AC OBE MBE CBE KBE DBE QC KC SC JP MP MLA PhD MD RN Esq".split()),
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
        "ag": "attorney general",
        "del": "delegate",
        "cllr": "councillor",
        "supt": "superintendent",
        "insp": "inspector",
        "pres": "president",
        "mp": "MP",
        "mla": "MLA",
        "mep": "MEP",
        "msp": "MSP",
        "cs": "cabinet secretary",
        "oc": "officer in charge",
        "io": "investigating officer",
        "asp": "additional superintendent of police",
        "dsp": "deputy superintendent of police",
        "acp": "assistant commissioner of police",
        "dcp": "deputy commissioner of police",
    },
    # Titles that belong to the name: nobody prints "Francis" for "Pope Francis".
    lasting=frozenset(
        """pope king queen prince princess sultan sheikh shaikh sheikha shaikha emperor saint st dalai lord lady sir
        dame""".split()
    ),
    patronymic=frozenset("bin bint ibn al".split()),
    # Portfolios of secretaries and ministers: "State" in "Secretary of *State* Karen Mills" is not part of the name.
    portfolios=frozenset(
        "State Defense Defence Energy Labor Labour Commerce Education Agriculture Interior Treasury Transportation War".split()
    ),
    # Days, which news puts behind a name without a preposition: "Hale Sunday told reporters".
    days=frozenset("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()),
    # Small words inside a name; a person's name may begin with one.
    particles=frozenset("van von der den de del della di da dos du la le bin bint ibn al el".split()),
    # Titles and offices before a name, which do not identify anybody; compared after folding.
    before_names=frozenset(
        """mr mrs ms mx miss sir dame lord lady dr prof professor rev reverend fr father sister brother rabbi
        imam sheikh shaikh sheikha shaikha auntie aunty ato
        sen senator rep representative gov governor lt col gen maj capt sgt cmdr adm lieutenant
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
    joining=frozenset([" and ", " & "]),
    generations=frozenset(["jr", "sr", "ii", "iii", "iv"]),
    generation_words={"younger": "jr", "elder": "sr", "older": "sr"},
    also_called=r"(?:['’]s)?(?:,| \(| [–—-])? ?(?:who is |who goes |(?:\w+ly|also|better|more|best|most) )*"
    r"(?:known (?:simply )?(?:as|by)|alias|a\.?k\.?a\.?) [“\"'‘]?"
    r"|(?:,| \()(?: (?:\w+ly|also))? ?(?:nicknamed|dubbed|born|née?) [“\"'‘]?",
    # An office with its style for the one who holds it; none if a name follows: "Her Highness the Amir of Norcrest Ruth Hale".
    styled_office=r"(?<!\w)(?:(?:His|Her) (?:Royal |Serene )?(?:Highness|Majesty|Excellency|Holiness|Eminence|Grace)"
    r"|HH|HRH|HM|HE),? the (?P<office>(?:[A-Z]\w+ ){0,2}[A-Z]\w+)(?![\w-]| [A-Z]| of [A-Z]\w+,? [A-Z])",
    # Before two names or more; "H. E. Hale" has initials.
    style=r"H\.? ?(?:[EHM]|R\.? ?H)\.? (?=\S+ \S)",
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
        """mary patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy betty margaret sandra 
    kimberly emily donna michelle carol amanda dorothy melissa deborah stephanie rebecca sharon laura cynthia
    kathleen amy angela shirley anna brenda pamela emma nicole helen samantha katherine catherine christine debra
    rachel carolyn janet maria heather diane ruth julie olivia joyce virginia victoria lauren christina joan
    evelyn judith megan andrea cheryl hannah jacqueline martha gloria teresa ann anne sara madison frances kathryn
    janice alice julia judy sophia grace denise amber doris marilyn danielle beverly isabella theresa diana
    natalie brittany charlotte marie kayla hillary hilary ivanka melania chelsea huma claire elena sonia nina
    olga irina svetlana natalia tatiana ingrid astrid fatima aisha leila amina priya lakshmi indira mei yuki sakura
    carmen rosa lucia sofia camila valentina ines beatriz angelina simone brigitte ursula angela annegret heidi
    greta monika margarita loretta kellyanne condoleezza michele ellen jill jane jeanne joanne josephine paula peggy
    rosemary sally sheila sylvia tina tracy vanessa wendy yvonne zoe abigail ava mia amelia harper eva clara nora
    lucy ella chloe penelope layla lily eleanor aaliyah aurora bella hazel theodora nadia yasmin samira zainab
    maryam mariam noor hina ayesha farah gita kavita sunita anita rekha meera
    abby adaeze adela adelaide adele adriana adrienne agatha agnes agnieszka aiko aileen aishwarya akiko alana alba
    alejandra aleksandra alessandra alexandra alicia alina alison aliya allison alma althea alyona alyssa amalia amani
    amara amelie anabel anastasia angelica angelique angie anika anja anjali annabel annabelle annamaria anneke anneli
    anneliese annette annie antoinette antonia anya ariana arianna arlene asma athena audrey aurelia aya ayako
    azadeh azra bahar barb beata beatrice becky belinda berenice bernadette bernice bertha beryl bessie beth bethany
    betsy bettina beulah bianca birgit birgitta blanca bonnie bridget brigid brigitta britney britta bronwyn caitlin
    caitlyn camilla candace candice cara carina carla carlotta carly carmela carole caroline carrie cassandra cassie
    catalina catarina cathleen cathy cecile cecilia celeste celia celine chantal charlene chiamaka chiara chieko
    chimamanda chrissy christa christiane christie christy claudette claudia claudine colette colleen connie constance
    consuelo cora coretta corinne cornelia cristina dagmar daisy dalia daniela daphne daria darlene dawn
    debbie debora deepika deirdre delia della delores desiree dianne dina divya dolly dolores donatella dora doreen
    dorota dorothea dottie ebba edith edna eileen ekaterina elaina elaine eleanora eleonora elham elisa elisabeth
    elise eliza ellie eloise elsa elsie elvira emiko emilia emilie erica erika eriko erin ernestine esmeralda
    esperanza estella estelle esther ethel eugenia eunhye eunice evangeline eve eveline evita ewa fanny fariba
    farida faye felicia femke fern fiona flavia flora folake fran francesca francine franziska freda
    frederica frida fumiko funmi gabriela gabriella gabrielle gail galina gemma genevieve georgina geraldine
    germaine gertrude geunhye ghada gianna gilda gillian gina ginger ginny giovanna gisela giselle gladys glenda
    glenna goldie grazyna greer gretchen griselda gro gudrun guinevere gunilla gwen gwendolyn gwyneth hala halina
    hanan hanna haruko hattie haydee hedwig helene helga helle henrietta hermine hermione hilda hildegard hiroko holly
    honora hortense ida ilana ilene ilona ilse imelda imogen ineke ingeborg inger irene iris irma isabel isabelle
    isolde ivana ivonne iwona jacquelyn jadwiga jamila jana jasmine jaya jeanette jeanine jeannette jeannie jenna
    jennie jenny jihan jihye joann joanna jodi jodie joelle johanna jolene josefina josie juana juanita judi judie
    judit juliana julianna julianne juliet juliette junko justine kajsa kamala kara karin karina karla karolina
    katarina katarzyna kate katerina kathie kathy katia katie katja katrina katy kavya kawthar kayleigh kazuko keiko
    keisha kelli kellie kendra keri kerri kerstin khadija khadijah khawla kinga kirsten kirsti kirstin kitty krista
    kristen kristi kristin kristina kristine krystal krystyna kumiko laila lamia lara larisa larissa lata latisha
    latoya laureen laurel laurie lavinia leah leanna leanne leela leena lena leni lenore leona leonora leslee leticia
    liana libby lidia lila lilia lilian liliana lillian lina lindiwe linnea lisbeth lise liz liza lizzie lois lola
    lolita lora loraine lorena lori lorna lorraine lotte louisa louise luann lubna luciana lucille lucinda lucrezia
    ludmila luisa lupe lydia lynda lynette lynne lyudmila mabel maddie madeleine madeline madelyn mae magda magdalena
    maggie maha maisie maj malak malala malgorzata malwina mamata mamie manal mandy manuela mara marcela marcella
    marcia margareta margarete margaretha margarida margery margie margot marguerite mariana marianna marianne maribel
    maricela mariel marielle marijke mariko marina marisa marisol marissa marit maritza marja marjorie marla marlene
    marsha marta martina marwa maryann maryanne masih mathilde matilda maude maura maureen mavis maxine maya mayawati
    meghan megumi megyn mehbooba melanie melba melinda melisa meredith meryl mette michiko mildred millicent
    millie mina mindy minerva minnie mira miranda miriam misty mitzi moira mollie molly mona monica monique munira
    muriel myra myrna myrtle nada nadezhda nadine naghmeh nahla najwa nan nanette naoko naomi narges nasrin natasha
    nathalie nawal nazanin nell nellie nettie ngozi nicola nicolette nikki nilda ninette nirmala nisha nita nneka
    noelle noemi nola nomvula noreen noriko norma noura octavia odette ofelia oksana oluchi ophelia paivi pam paola
    patrice patti patty paulette paulina pauline penny perla petra philippa phoebe phyllis polina polly pooja portia
    pratibha preeti priscilla prudence rabia rachael rachelle radha raelynn raina raisa ramona rana rani rania raquel
    rasha rashmi reba reem regina reiko rena renata rhea rhoda rhonda rima rita ritu roberta rochelle romina rona
    rosalie rosalind rosalyn rosanna rosanne roseanne roselyn rosetta rosie rowena roxana roxanne ruba ruby
    ruthie saartje sabine sabrina sachiko sadie sahar saida saima salma samar samia sana sangita sanna saskia satoko
    satu sawsan seema selena selma serena shaima shana shannen shari sharron shauna shawna sheena sherri
    sherry sheryl shirin shreya sigrid silvia simona siobhan siri sissy siv smriti sofie solange solveig sonali sondra
    sonja sonya soojin soraya stella stephany sue sumaya susana susanna susannah susanne sushma susie suzanne suzette
    suzy swati sybil tabitha tahani tamara tamika tammy tania tanya tara tarja taryn tasha tatyana teri tess tessa
    thandi thea thelma therese tiffany tilda tomoko toni tonya tori tracie tricia trina trish trisha trudy tuula twila
    ulla ulrike uma una usha valeria valerie valeriya velma vera verna veronica veronika vicki vickie vicky vidya
    viola violet violeta viviana vivien vivienne wafa wanda wangari widad wilhelmina willa wilma winifred winnie
    xiomara yara yasmine yekaterina yelena yesenia yevgenia yoko yolanda yuko yulia yuriko yusra yvette zahra zara
    zeina zelda zeynep zhanna zinaida zoey zofia zoya zuzana""".split()
    ),
    male_names=frozenset(
        """james robert john michael david william richard joseph thomas charles christopher daniel matthew anthony mark
    donald steven paul andrew joshua kenneth kevin brian george timothy ronald edward jason jeffrey ryan jacob gary
    nicholas eric jonathan stephen larry justin scott brandon benjamin samuel gregory frank alexander raymond
    patrick jack dennis jerry tyler aaron jose adam nathan henry douglas zachary peter kyle ethan walter noah jeremy
    christian keith roger gerald harold sean austin carl arthur lawrence dylan jesse bryan joe billy
    bruce albert willie gabriel logan alan juan wayne roy ralph randy eugene vincent russell louis philip bobby
    johnny bradley barack bernie mike ted marco jeb mitt newt rudy tim bill jim bob tom dan ben matt dave steve jeff
    greg chuck harry mitch vladimir dmitry sergei sergey ivan boris mikhail nikolai alexei yuri igor oleg bashar
    mohammed muhammad ahmed ali hassan hussein omar ibrahim abdullah khalid mustafa yusuf tariq hamid raj rajesh
    sanjay narendra arjun vikram wei xi jinping hiroshi kenji pierre jean-claude francois emmanuel jacques
    nicolas hans klaus jürgen wolfgang fritz helmut gerhard olaf lars erik sven giovanni marco paolo luca silvio
    matteo carlos luis jorge miguel pedro diego fernando javier rafael ricardo roberto antonio manuel francisco
    eduardo alberto oscar hugo felix leo max oliver simon martin neil ian graham nigel colin stuart duncan angus
    hamish callum owen rhys gareth liam conor declan seamus brendan kieran niall tony gordon boris reince corey
    roger sheldon warren julian edmund gus otto theodore abraham isaac moses elijah isaiah ezekiel josiah
    abbas abdallah abdel abdelaziz abdul abdulaziz abe abel abner adel adnan adolf adolfo adrian ahmad aidan akbar
    akhtar akihito akira akram alain alastair albrecht alec aleksandr alessandro alexandre alfonso alfred alfredo
    alistair allan allen alonzo aloysius alvin amadou aman ameer amin amir amit anatoly anders andre andreas andrei
    andres andrey andrus andrzej angelo anil antoine anton antonin anwar archibald archie arif armand armando arnaud
    arne arnold artem arturo arun arvydas asa asad ashok ashraf asif atticus august augustin augustine augusto aurelio
    avi axel ayman aziz babar baltasar barney barry bart bartholomew bartosz basil baxter beau benedict benito benny
    bernard bernardo bernd bert bertram bertrand bilal bjarne bjorn bogdan brad braden brent bret brett brock bronson
    bruno buddy burt byron caleb calvin camilo carlo cecil cedric cesar chaim charley chaudhry chester chet chidi
    christof christoph christophe cian clarence claude claudio claus clayton clem clement cletus cliff clifford
    clifton clint clive cody colby cole colm conrad constantin cormac cornelius craig cristian cristobal curt curtis
    cyril cyrus daffyd daisuke damian damien damon danny dante daoud darius darrel darrell darren darwin deandre
    deepak delbert demetrius derek dermot derrick desmond deval devin dewayne dewey dexter diarmuid dick dieter
    dietrich dimitri dinesh dirk dmitri dominic dominick don donnie donovan doug dougal duane dudley dustin dwayne
    dwight ebrahim eddie eddy edgar edgardo edmond edmundo eduard edvard edwin efrain egon ehsan elbert eldon eli
    elias elliot elliott ellis elmer elon elton elvis emad emanuel emeka emil emile emilio enrique erich ernest
    ernesto ernie errol erwin essam esteban etienne eugen eugenio evan evander everett ezra fabian fabio fabrice fadi
    faisal farhad farid farouk fawad fayez felipe femi ferdinand fergus feroz fidel finn fletcher floyd forrest
    francesco franco franklin franz fred freddie freddy frederic frederick frederik fredrik friedrich fyodor gaetano
    garrett garth gaston gavin gene gennady geoff geoffrey georg georges gerard gerardo gert ghassan gianni gideon gil
    gilbert gilberto giles gino gintaras giorgio giorgos giulio giuseppe glen glenn gonzalo goodluck gottfried grady
    gregg gregor grigory grover guillaume guillermo gunnar gunther gustav gustavo guy habib hafiz haider hakan
    hakeem hakim hal hamad hamza hank hannibal harald haris haroon harrison hartmut harvey hasan hashem hashim hatem
    heath hector heiko heinrich heinz hendrik henri henrik henrique herb herbert heriberto herman hermann hernan
    hideki hideo hiram hirohito hiroyuki hisham hitoshi homer horace horacio horst hosni hossein howard howie hubert
    huey hugh humberto humphrey husni hyman iain ibrahima idris ignacio ihsan ike ilham ilya imran ingmar iqbal ira
    irfan irv irving irwin isaias ishaq ishmael ismael ismail ivo jaap jaber jacek jafar jakob jakub jalal jamal
    jamar jamarcus jamil jared jarrett jarrod jarvis javad javed jawad jay jaydon jed jedediah jeffery jelani jens
    jerald jeremiah jerome jerrold jethro jimmie jimmy joachim joao joaquin jochen jock joel joerg johan johann
    johannes johnathan johnnie jomo jon jonah jonas jonathon jorg joris josef josh jozef juergen jules julio julius
    junichiro jurgen jurgis kaleb kamal kamran kareem karim karl karsten kaspar kazuhiro kazuo keanu keenan keir
    kelvin kenichi kenny kent kevan kgalema khaled khalil khizr kiefer kirill klaas knut kofi koichi konrad
    konstantin kristian kristof kristoffer kurt kwame lachlan lamont lance landon lanny larson laszlo laurence laurent
    lawton lech leif leland lenny leon leonard leonardo leonid leopold leroy lester levi lex lino linus lionel lloyd
    loic lonnie lorenzo lothar louie lowell luc lucas lucian lucien ludovic ludwig luigi luka lukas luke luther lyle
    lyndon mahdi maher mahmoud mahmud majid makoto malcolm malik mandla manfred manny manoj mansour marc marcel
    marcello marcelo marcos marcus mario marius markus marlon mart marty marv marvin marwan masahiro masaki masood
    massimo massoud matej mateo mateusz mathew mathias mathieu mats matthias maurice mauricio maurizio mauro maury
    maxim maxime maximilian maxwell mazen mehdi mehmet melvin merle mervyn micah michal michel mick mickey mikael
    miles millard milo milos milton miroslav mitchel mitchell moammar mohamad mohamed mohammad mohan moises mokhtar
    monty mordecai moritz mort morton moshe mounir muammar muhammadu mujahid mukesh munir murad musa mustapha
    myron nabil nadeem naeem naftali naguib najib naoto naseem nasser nate nathanael nathaniel nawaz nazir ned nestor
    neville nick nico niklas niko nikola nizar nnamdi noam nolan norbert norman nouri obafemi oded olivier olusegun
    omer orlando orville osama osman osvaldo oswald otis owain pablo paddy pascal pasquale patricio paulo pavel pawel
    percy pete petr petros phil philippe phillip pier pierluigi pieter piotr pradeep prakash preston qaboos qasim
    quentin quincy quinton rafiq rahm rahul raila rajab ralf ramesh rami ramin ramiro ramon randal randall
    rasheed rashid raul ravi reg reggie reginald reinhard reinhold reuben reynaldo reza riad richie rick ricky
    riyad rob robbie robby rod roderick rodger rodney rodolfo rodrigo rogelio roland rolf roman romeo ron ronnie ronny
    rory roscoe ross royce ruben rudolf rudolph rufus rupert rushdie russ rustam saad saber sabri saddam sadiq
    saeed sajid salah saleh salih salim salman salvador salvatore sami samir sandeep sander sandro sanford santiago
    satoshi saul sebastian sebastien seif selim sepp serge sergio seth seun shafiq shahid shakil sharif shaukat shaun
    shawn sherman shigeru shimon shinji shinzo shlomo sid siegfried sigmund sigurd silas silvan simeon sipho slobodan
    solomon spencer spiro stan stanislav stanley stefan stefano stein stelios stephan stewart stu sulaiman
    suleiman sultan sunil suresh syed sylvester tad tadeusz tahir takashi takeshi talal talat tamer tamir taras tareq taro
    tayyip teddy terence terrance terrell terrence tetsuya thabo thad thaddeus theo thierry thorsten tibor tobias toby
    todd tomas tomasz tommy toomas torsten toshio travis trent trevor trey tristan troy tucker tunde ty tyrone tyson
    uhuru ulrich ulysses umar umberto urmas uwe vaclav vadim valdis valentin valery vance vasily vernon vic vicente
    victor viktor vince vincenzo vinod virgil vitaly vito vittorio vivek vlad vojtech volker wade wael wahid waldemar
    walid wally walt walton warner waseem wasim wendell werner wes wesley whit wilbert wilbur wiley wilfred wilfredo
    wilhelm wilhelmus willard willem willis wilmer winfred winston woodrow woody xavier yahya yair yakov yanis
    yann yaser yasir yasser yasuo yitzhak yosef yoshihide yoshio yossi yousef youssef yoweri yukio yuval yves zach
    zachariah zack zaid zaki zakir zbigniew zeev zeke ziad zoltan zubair zvi""".split()
    ),
    short_forms=tuple(frozenset(line.split()) for line in _SHORT_FORMS),
)
