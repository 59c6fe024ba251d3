/// The words that generated passphrases are made of: 2,995 common English words of three to eight
/// letters, each worth 11.55 bits when drawn at random.
enum PassphraseWords {
  /// log2 of the number of words.
  static let bitsPerWord = 11.548

  static let bytes = Array(text.utf8)

  /// Where each word stands in `bytes`.
  static let ranges: [Range<Int>] = {
    var ranges: [Range<Int>] = []
    var start = 0
    for (index, byte) in bytes.enumerated() where byte <= 0x20 {
      ranges.append(start..<index)
      start = index + 1
    }
    ranges.append(start..<bytes.count)
    return ranges
  }()

  /// The words as numbers (see `PassphraseStrength`), ascending.
  static let keys: [UInt64] = ranges.map { range in
    range.reduce(0) { $0 << 8 | UInt64(bytes[$1]) }
  }.sorted()

  private static let text = """
    abacus able about above absent absorb accent accept access accord account ace acid acorn acre
    acrobat across act action active actor actual adapt add admire admit adopt adult advance
    adverb advice aerial affair afford afloat after again age agenda agent agile agree ahead aid
    aim air airport aisle alarm album alcove alert algae alike alive alley allow alloy almanac
    almond almost alone along alpha alpine already also alter alto always amaze amber amend ample
    amuse anagram anchor ancient angel angle animal ankle annex annual answer ant anthem antique
    antler anvil any apart apex appeal apple apply apricot april apron aqua arbor arcade arch
    arctic area arena argue arise ark arm armada armor army aroma around arrange arrive arrow art
    article artisan artist ascend ash aside ask aspect aspen asphalt assist astro atlas atom
    attach attend attic auburn audio august aunt author auto autumn avenue average avoid awake
    award aware away awful axis axle azure baby back bacon badge badger bag bagel bake bakery
    balance balcony ball ballad ballet bamboo banana band bandana banjo bank banner bar barber
    bare barge bark barley barn barrel barrier base basic basil basin basket bass batch bath
    bathtub baton battle bay bazaar beach beacon bead beak beam bean bear beard beat beauty beaver
    become bed bedrock bee beech beef beehive beetle begin behave behind being belief bell belong
    below belt bench bend beret berry best beta better between beyond bicycle bid big bike bill
    bin bind biology biplane birch bird birth biscuit bishop bison bit bite blade blank blanket
    blaze blazer blend blender bless blimp blink block bloom blossom blouse blue bluff blur board
    boast boat bobcat body boil bold bolt bond bone bonfire bonnet bonus book boost boot border
    borrow boss botany both bottle bottom boulder bounce bound bow bowl box boxcar boy brace
    bracket brain brake bramble branch brand brass brave bread break breath breeze brick bridge
    bridle brief bright bring brisk bristle broad broccoli broken bronze brook broom brother brown
    brush bubble bucket buckle bud budget buffalo buffet bugle build bulb bulk bullet bump bundle
    bunker bunny burden bureau burger burn burst bus bush busy butter button buy buzz cabbage
    cabin cabinet cable cactus cadet cafe cage cake calcium calf calico call calm camel camera
    camp camper canal canary candid candle candy cane cannon canoe canopy canvas canyon cap
    capable cape capital capsule captain car caramel caravan carbon card cardinal care career
    cargo carol carpet carrot carry cart cartoon carve cascade case cash cashew cashier casino
    castle casual cat catalog catch catfish cattle cauldron cause cave cavern cedar ceiling celery
    cell cello cement census centaur center century ceramic cereal certain chain chair chalet
    chalk chamber chance change channel chapel chapter charge chariot charm chart charter chase
    check cheddar cheek cheer cheese chef cherry chess chest chestnut chew chick chief child chili
    chime chimney chin chip chipmunk chisel choice choir choose chord chorus chowder chunk church
    cicada cider cinema cinnamon circle circus citizen citrus city civic civil claim clam clap
    clarify clarinet class clay clean clear clerk clever client cliff climate climb clinic clip
    cloak clock close cloth cloud clover clown club clue cluster coach coal coast coat cobalt
    cobbler cobra cocoa coconut code coffee coil coin cold collar college collie colony color colt
    column comb combine come comedy comet comfort comic common compass compose compost concert
    condor cone confirm connect consul contact contain content contest control convert cook
    cookbook cookie cool copper copy coral cord corduroy core cork corn corner cornet correct
    corsage cosmic cost costume cottage cotton couch cougar council count country county couple
    courage courier course court cousin cover cow coyote crab cradle craft crane crash crater
    crayon cream creamy create credit creek crescent crest crew cricket crisp critic crochet crop
    cross crowd crown cruise cruiser crumb crunch crush crust crystal cube cuckoo cup cupboard
    cupcake curator curb cure curious curl currant current curry curtain curve cushion custom cute
    cutlery cycle cylinder cymbal cypress dad daffodil dahlia daily dairy daisy dam damp damsel
    dance danger dare dark dart dash data date dawn day daybreak deal dear debate decade decide
    decimal deck decline decor deep deer defend define degree delay delight deliver delta demand
    denim dental deny depart depend deploy deposit depth deputy derive desert design desk dessert
    detail detect develop device dew dewdrop diagram dial diamond diary dice diesel diet differ
    dig digit dinner dipper direct dish display distance ditch dive divide dock doctor dodge doll
    dollar dolphin domain dome domino donate donkey donor donut door doorbell doorway dormouse
    dose dot double dough dove down dozen draft dragon drama draw drawer dream dress drift drifter
    drill drink drive drizzle drop drum drummer dry duck duckling due duet dune durable dusk dust
    duty dwell dynamo each eager eagle ear eardrum early earn earring earth earthen easel east
    easy eat echo eclipse ecology edge edit educate eel effect effort egg eggplant eight either
    elbow elder elect elegant element elevate eleven elf elite elk elm else ember emblem embrace
    emerald emerge emit emotion emperor empire employ empty enable enact encore end endless
    endorse endure energy engage engine enhance enjoy enlist enough enrich ensure enter entire
    entry envelope envoy epic epilogue episode epoch equal equator equip era errand escape essay
    essence estate estuary ether evening event ever every evolve exact example exceed excel except
    exchange excite exhibit exile exist exit exotic expand expect expert explain explore export
    express extend extra eye fable fabric face fact factor factory fade fair fairy faith falcon
    fall fame family famous fan fancy fanfare fantasy far farewell farm farmer fashion fast father
    faucet favor feast feather feature february federal fee feed feel feline fellow felt fence
    fennel fern ferry festival fetch fever few fiber fiction fiddle field fiesta fifteen fifty fig
    figment figure file fill film filter final finch find fine finger finish fire firefly firm
    first fish fit five fix flag flagship flake flame flamingo flannel flap flapjack flare flash
    flask flat flavor flax fleece fleet flex flicker flight flint flip float flock flood floor
    flora florin florist flour flow flower fluent fluid flute fly foam focus fog foil fold folder
    folk follow fond food foot footpath footstep for forbid force forest forget fork form formal
    fort fortress fortune forum forward fossil foster found fountain four fox fragile frame
    freckle free freedom freezer freight fresh friend fringe frog from front frost frozen fruit
    fuel full fun fund funnel funny fur furnace future gadget gain galaxy gallery gallon gallop
    game garage garden gardener gargoyle garland garlic garment garnet gas gate gateway gather
    gauge gazebo gazelle gear gecko gem gemstone general genius gentle genuine geology gesture
    geyser ghost giant giblet gift giggle ginger gingham giraffe girl give glacier glad glance
    glass glaze gleam glide glider glimpse glitter globe glory glove glow glue goal goat gold
    goldfish golf gondola good goose gopher gorge gospel gossip gourmet govern gown grace graceful
    grade grain grammar grand granite granola grant grape graph grass gravel gravity gravy gray
    great green greet grid grill grin grip grocery groom ground group grove grow guard guess guest
    guide guild guitar gulf gull gum gumdrop guru gust gym habit habitat hacksaw haiku hail hair
    half hall halo ham hammer hammock hamster hand handbook handle handrail happen happy harbor
    hard harmony harness harp harvest hat hatch hatchet have haven hawk hawthorn hay haystack
    hazel head headband heal health heap hear heart hearth heat heather heaven heavy hedge
    hedgehog heel height helium hello helmet helmsman help hen herald herb herd here heritage hero
    heron herring hidden high highway hike hiking hill hillside hinge hint hip hippo hire history
    hive hobby hockey hold holiday hollow holly home homework honest honey honeybee hood hoof hook
    hoop hope horizon horn horse horsefly hose hospital host hotel hound hour house hover how hub
    huge hull human humble humid hummus humor hundred hunger hunt hurdle hurry husky hut hybrid
    hydrant hymn ice iceberg icicle icon idea ideal identify idle igloo iguana image imagine
    impact import improve impulse inch include income increase index indigo indoor infant inform
    ingot inhale inject ink inkwell inlet inn inner input inquiry insect inside inspire install
    instant insulate intact intend interest into invent invest invite iris iron island islander
    issue item ivory ivy jacket jackpot jade jaguar jam january jar jasmine jaw jay jazz jeans
    jeep jelly jersey jet jewel jigsaw job jog join joke jolly journal journey joy judge juggle
    juice jukebox july jumbo jump june jungle junior juniper jupiter jury just justice kale kayak
    keen keep kelp kennel kernel kestrel kettle key keyboard keynote kidney kilo kin kind king
    kinship kiosk kit kitchen kite kitten kiwi knapsack knee knight knit knob knock knot know
    koala label labor lace lack lacquer ladder lady ladybug lagoon lake lakeside lamb lamp
    lamppost land landmark lane language lantern laptop large lark laser last late later latitude
    lattice laugh launch laundry laurel lava lavender law lawn lawyer layer leader leaf leaflet
    league lean leap learn leather leave lecture ledge leek left legacy legal legend lemon lend
    length lens lentil leopard less lesson let letter lettuce level lever liberty library license
    lichen lid life lift light like lilac lily limb lime limerick limit line linen linger lion lip
    liquid list listen liter little live lizard llama load loaf loan lobby lobster local locket
    lodge loft log logic lonely long look loop loose lotion lotus loud lounge love low loyal lucky
    lullaby lumber lunar lunch lung lute luxury lyric macaroni machine magenta magic magma magnet
    magnolia magpie mail main major maker mallet mammal mammoth man manage mandate mandolin mango
    manor mansion mantle manual many map maple marathon marble march margin marigold marine
    mariner mark market marmot maroon marquee marsh marvel mascara mascot mask mason master mat
    match material math matrix matter maximum may maybe mayor maze meadow meal mean meander
    measure medal media medicine medley meerkat meet mellow melody melon melt member memory mentor
    menu merchant mercury merge meridian meringue merit merry mesh message metal meteor meter
    method metro midday middle midnight might mild mile milk milkman mill mimic mind mineral
    mingle mini minor minstrel mint minus minute miracle mirror mission mist mitten mix mixture
    moat mobile model modern modest modify module molecule moment monarch monday money mongoose
    monitor monkey monsoon month moon moonbeam moose moral more morning mosaic moss most motel
    moth mother motion motor mount mountain mouse mouth move movie much mud muffin mulberry mule
    muscle museum mushroom music must mustard mutual myself mystery myth nail name napkin narrator
    narrow narwhal nation native nature nautical navy near neat nebula neck necklace nectar need
    needle neighbor neon nephew nerve nest net network neutral never new news next nickel night
    nimble nine noble nocturne nod noise nomad noodle noon normal north nose notable note notebook
    nothing notice notion noun novel november now nugget number nurse nut nutmeg nutshell nylon
    oak oar oasis oat oatmeal obelisk obey object oblige observe obtain obvious ocean october
    octopus odd offer office often oil okay old olive omega omelet once one onion online only
    onward opal open opera opinion oppose optic option oracle orange orbit orchard orchid order
    ordinary ore oregano organ orient origami origin osprey ostrich other otter ounce our out
    outdoor outer outfit outlet outline output outside oval oven over overcoat overture owl own
    owner oxygen oyster ozone pace pack paddle page pail paint pair palace palm pamphlet pan
    pancake panda panel panther pantry papaya paper parade parasol parcel pardon parent park
    parrot parsley parsnip part partner party pass pasta paste pastel pastry pasture patch path
    patience patio patrol pattern pause pave pavilion paw pay peace peach peacock peak peanut pear
    pearl pebble pecan pedal pelican pen pencil penguin people pepper perfect perfume period
    permit person petal phase phone photo phrase piano pick pickle picnic picture pie piece pier
    pigeon pilgrim pillar pillow pilot pine pinecone pink pinnacle pint pinwheel pioneer pipe
    pirate pitch pixel pizza place plain plan planet plank plant plastic plate plateau platinum
    play playful plaza pleasant pledge plenty plot plover plum plumber plus plush pocket poem poet
    point polar pole polish polite pollen polo pond pontoon pony pool popcorn poplar popular porch
    porridge port portal position positive possible post postcard potato potter pottery pouch
    pound powder power practice prairie praise predict prefer prelude premium prepare present
    press pretty pretzel prevent price pride primary prince prism private prize process produce
    profile profit program project promise prompt proof proper protect proton proud proverb
    provide prune public pudding puffin pull pulse puma pump pumpkin punch pupil puppet puppy
    purple purpose purse push puzzle pyramid quail quaint quality quantum quarry quarter quartz
    queen quest quick quiet quill quilt quince quiver quiz quota quote rabbit raccoon race rack
    radar radiator radio radish raft rail rain rainbow raindrop raise raisin rally rambler ramp
    ranch random range ranger rapid rare rather rattle raven ravine raw ray reach react read ready
    real realm reason rebel rebuild recall receive recipe record recover recycle red reed reef
    refer reflect reform refuge regard region regular rehearse reindeer relax relay release relief
    relish remain remark remedy remember remind remote remove render renew rent repair repeat
    replace reply report rescue reserve resin resist resort resource respect respond rest result
    retail return reunion reveal review reward rhubarb rhyme rhythm ribbon rice rich riddle ride
    ridge right ring rinse ripe ripple rise risk rival river road roast robe robin robot robust
    rock rocket rodeo role roll romance roof rooftop room root rope rose rosebud rosemary roster
    rotate rough round route routine rover row rowboat royal rubber ruby rudder rug rugby ruin
    rule ruler rumble run runner rural rush rustic rye saddle safari safe saffron sage sail sailor
    saint salad salmon salon salsa salt salute same sample sand sandal sandbox sandwich sapphire
    sardine satchel satin saturn sauce sauna sausage savanna save savor saw sawdust say scale
    scallop scan scarf scatter scene scenery scenic scent scholar school science scissors scone
    scoop scooter scope score scout scramble scrap screen screw script scroll scrub sea seagull
    seahorse seal search seashell season seat seaweed second secret section sector see seed seek
    segment seldom select self sell senate senior sense sentence sequel serene series sermon serve
    service sesame session set settle seven several shade shadow shake shallow shamrock shape
    share shark sharp shed sheep sheet shelf shell shelter sheriff shield shift shine ship
    shipyard shirt shock shoe shoelace shop shore short should shoulder shout shovel show shower
    shrimp shrub shuffle shut shuttle shy side siege sierra sight sign signal silent silk silo
    silver similar simple since sing single siren sister site six size skate sketch ski skill skin
    skip skirt sky skylight skyline slab slate sled sleep sleeve slender slice slide slim slipper
    slogan slope slow small smart smile smoke smooth snack snail snake snow snowball snowman soap
    soccer social sock soda sofa soft soil solar soldier solid solo solution solve some son sonar
    sonata song soon soprano sort soul sound soup source south space spaniel spare spark sparrow
    spatula speak special speech speed spell spend sphere spice spider spin spinach spindle spiral
    spirit splash splendid split sponge spoon sport spot spray spread spring sprinkle sprout
    spruce square squash squid squirrel stable stadium staff stage stair stamp stand star starfish
    start state station statue stay steady steak steam steel steep steeple stem stencil step
    stereo stick still sting stock stone stool stop storage store stork storm story stove straw
    stream street stretch strike string stripe strong strudel student studio study stuff style
    subject submit suburb subway success such sudden suffix sugar suggest suit summer summit sun
    sunbeam sundae sunlight sunny sunrise sunset super supper supply support sure surf surface
    surge surprise survey sushi swallow swamp swan swap swarm sweater sweet swift swim swing
    switch sword symbol symphony syrup system table tablet tackle taco tactic tadpole tail tailor
    take tale talent talk tall tambour tame tan tandem tangent tango tank tape tapestry target
    tariff task taste tavern taxi tea teach teacup teal team teapot teaspoon telegram tell tempest
    temple tempo ten tenant tender tennis tenor tent term terrace test text texture thank that
    theater theme theory there thick thimble thin thing think third thirst thirty thistle thorn
    thread three thrive throne through throw thumb thunder thyme tiara ticket tide tidy tie tiger
    tile timber time timeline tin tinsel tiny tip tissue title toast toboggan today toe toffee
    together toilet token tomato tomorrow tone tongue tonic tool tooth top topaz topic topsoil
    torch tornado tortoise total toucan touch tour towel tower town toy track tractor trade
    traffic trail train transit travel tray treasure treat tree treetop trek trellis trend trial
    tribe trick tricycle trim trinket trio trip trolley trombone trophy tropic trout truck true
    truffle trumpet trunk trust truth try tube tuesday tulip tumble tuna tundra tune tunnel turban
    turbine turkey turnip turret turtle tutor tuxedo twelve twenty twice twig twilight twin
    twinkle twist two type typhoon umbrella umpire uncle under unfold uniform union unique unit
    unity universe unlock until update uphill uphold upon upper upright upset upstairs urban urge
    usage use useful usher usual utensil utility utopia vacant vacuum valid valley value valve van
    vanilla vapor variety various vase vast vault vector velour velvet vendor venture venue
    veranda verb verify verse version vessel vest veteran viable viaduct vibrant victory video
    view village vine vinegar vineyard vintage viola violet violin virtue visit visual vital vivid
    vocal vogue voice volcano volume vote vowel voyage wade waffle wagon wagtail waist wait wake
    walk wall wallet walnut walrus waltz wander want warbler wardrobe warm wash wasp watch water
    wave wax way wealth wear weasel weather weave web wedding wedge week weekend welcome weld well
    west wetsuit whale wharf wheat wheel wheelie when where whirl whisker whisper whistle white
    whole wicker wide widget width wild willow win wind windmill window wine wing winner winter
    wire wisdom wise wish with wizard wolf wonder wood wooden woodland wool word work workshop
    world worth wrap wreath wreathe wren wrench wrist write yacht yard yarn yawn year yeast yellow
    yes yet yield yoga yogurt yolk yonder young your youth zebra zenith zephyr zeppelin zero zest
    zigzag zinc zipper zodiac zone zoo zoom
    """
}
