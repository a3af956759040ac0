"""Invented prose on everyday matters, in several voices, for the pages whose layout is what is tested."""

# ruff: noqa: E501 - a paragraph a line
from __future__ import annotations

HARBOUR = (
    "The harbour museum in Saltmarsh will open its doors again on Saturday after eleven months of repairs to its roof and sea wall.",
    "Volunteers spent the winter moving four thousand objects to a barn outside the town, among them a lifeboat that was built in 1907.",
    "“We had no idea how much we owned until we had to carry it,” said Nell Harrower, who has kept the museum's books for thirty years.",
    "The storm of last February tore slates from the north side and left the lower gallery under a metre of water.",
    "It was not insured for that.",
    "An appeal brought in £212,000, more than half of it in gifts of less than twenty pounds.",
    "The trustees have moved the shop upstairs, put the engines on plinths and added a room for school visits, which already has bookings into June.",
    "Mr Harrower, her brother, said the sea would be back: “It always is. Next time we shall be ready for it.”",
    "Entry is free until the end of the month.",
)
BAKING = (
    "I have been making the same loaf every Sunday since the children were small, and I still get it wrong about one week in five.",
    "Flour is the reason, mostly. A bag that has stood open by the stove drinks more water than one straight from the shop, and no book will tell you how much.",
    "So I go by feel. If the dough sticks to my thumb but not to the bowl, I leave it alone; if it sticks to both, it gets another spoonful.",
    "My neighbour, who trained in a proper bakery, thinks this is nonsense. She weighs everything twice, including the salt.",
    "Her bread is better than mine.",
    "What I have learned from her is patience: a slow night in a cold pantry does more than any amount of kneading.",
    "Last week I tried it with rye, half and half, and forgot it until noon. It was the best loaf of the year.",
    "You can use the old dough for pancakes, too, though I would not serve them to anybody whose opinion you value.",
)
MATCH = (
    "Westhaven came from two goals down to beat Linton Cross on Tuesday night and go third in the county league.",
    "The visitors had led at the break through Oduya and a free kick from Marsh that went in off the wall.",
    "Their goalkeeper, playing his first match since September, saved a penalty shortly before the hour.",
    "But Westhaven pushed on, and when Brandt headed in a corner with twenty minutes to go the ground came alive.",
    "The equaliser followed within ninety seconds. Oduya lost the ball on the halfway line, Pell ran on alone and chipped it over the keeper.",
    "“I saw him come out and I thought, well, why not?” said Pell, who is seventeen.",
    "Deep into added time a long throw was only half cleared, and Sorrel drove it low into the corner from the edge of the area.",
    "Linton Cross have now dropped eleven points from winning positions this season, more than any other side.",
    "They meet Ashby Green on Saturday, a match that their manager called “the first of nine finals”.",
)
BUSES = (
    "From 4 September the 38 and 38A will run every twenty minutes between Castle Mead and the hospital, instead of every half hour.",
    "The council has also agreed to pay for a late bus on Fridays and Saturdays, which leaves the market place at ten past eleven.",
    "Children under sixteen travel free with a card, which can be ordered at any library.",
    "Three stops on Mill Lane will move while the water company replaces a main; notices have been put up at each of them.",
    "Councillor Ada Thorne, who is responsible for transport, said the changes had been asked for by nurses on night shifts.",
    "“They told us that they were walking home in the dark, and that a bus which stops at nine is no use to somebody who works until ten.”",
    "A second round of changes, to the routes in the east of the district, will be considered in January.",
)
SOFTWARE = (
    "Version 4 of the ledger program is out today, and it is the first one in six years that reads files from all the others.",
    "We rewrote the importer from scratch. It no longer guesses the currency of an account, it asks, and it remembers what you said.",
    "Reports are built while you type. On a laptop from 2015 a year of household accounts takes a fifth of a second, where it used to take nine.",
    "There are two things that we took out: the calendar, which almost nobody used, and the export to a format whose owner no longer exists.",
    "If you sync over your own server you have to upgrade that first. Older servers refuse the new files, and say so, but nothing is lost if you get it wrong.",
    "Thanks go to the forty-one people who sent patches, and to everybody who kept telling us that the importer was slow until we believed it.",
    "The next version will be about sharing. We have no date for it yet.",
)
WALK = (
    "The path leaves the road behind the chapel and climbs at once, so do not start after lunch.",
    "For the first hour there is nothing to see but bracken. Then the wall ends, and the whole estuary lies below you with the tide running out of it.",
    "We met one other walker all day, a man with two whippets who had come the long way round from Brayford and did not recommend it.",
    "At the cairn turn left. The map shows a track to the right, but it has not been there since the quarry closed.",
    "The descent is steep and, after rain, slow. I went down most of it sitting.",
    "There is a pub at the bridge, and it is open, which at that point in the afternoon is all that one asks of a pub.",
    "Allow six hours, and a seventh for the pub.",
)
SPEECH = (
    "Thank you, and thank you to the city for having us in a hall that I am told was built for selling wool.",
    "Wool is not a bad place to begin. The people who traded here had to trust a weight that somebody else had measured, and they learned to weigh it twice.",
    "We ask the same of the public every day. We publish a number, and we ask people to arrange their lives around it.",
    "I do not think that we have earned that. Not yet, and not everywhere.",
    "So let me set out three things that we shall do before the summer, and one that we shall stop doing now.",
    "We shall print the margin of error beside every figure, in the same size. We shall say who paid for the count. And we shall correct our mistakes where we made them, not in a note at the back.",
    "What we shall stop is the practice of releasing figures to ministers a day before everyone else.",
    "None of this is difficult. All of it is late.",
)
COUNTRY = (
    "A strip of land behind the old creamery in Harrow Vale is to become thirty-two allotments, the first new ones in the valley since 1948.",
    "The parish bought it for a pound from the company that closed the creamery, on condition that nothing higher than a shed is ever built there.",
    "Half of the plots will go to people on the waiting list, which was closed four years ago when it reached two hundred names.",
    "The others are for the school, for the surgery, whose doctors want to prescribe digging, and for anybody who has never grown anything.",
    "Work on the water supply starts next week.",
    "“My grandfather carried milk across that field,” said Tobias Lind, who chairs the parish council. “He would have been horrified by the price of a courgette.”",
    "The soil was tested in spring and is free of lead, which surprised everybody.",
    "Keys will be handed over on the first Sunday in October, with cider.",
    "Those who do not get a plot this time stay on the list and need not write again.",
)
