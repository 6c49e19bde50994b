"""Made-up people: names, and what is known of them. The same ones for the same random numbers."""
import datetime

AS_OF = datetime.date(2017, 2, 2)

ONSETS = "B Br C Ch D Dr F Fl G Gr H J K Kr L M N P R S Sch St T V W Z".split()
MIDDLES = "b ck d ff g l ll m mb n nd nn r rd rt s ss t tt v x z".split()
VOWELS = "a e i o u ai ea ei ie ou".split()
ACCENTED = "á é í ö ø ü ñ å ł č".split()
ENDS = ["", "n", "r", "s", "t", "son", "man", "berg", "ski", "ez", "well", "ton", "er", "o", "a"]
SPECIALTIES = ["Cardiology", "Dermatology", "Emergency Medicine", "Family Medicine", "Internal Medicine", "Neurology",
               "Obstetrics", "Oncology", "Ophthalmology", "Pediatrics", "Psychiatry", "Radiology", "Surgery", "Urology"]
LOCATIONS = ["amsterdam", "berlin", "boston", "chicago", "dublin", "lisbon", "london", "madrid", "new york", "oslo",
             "paris", "prague", "rome", "toronto", "vienna", "zürich"]
PLATFORMS = ["website", "mobile"]
CLASSES = ["LOW", "MEDIUM", "HIGH"]
USER_TYPES = ["Contributor", "Reader", "Editor", "Moderator"]


def make_name(rng, syllables, accent_share):
    vowels = [rng.choice(VOWELS) for _ in range(syllables)]
    if rng.random() < accent_share:
        vowels[rng.randrange(syllables)] = rng.choice(ACCENTED)
    name = rng.choice(ONSETS) + vowels[0]
    for vowel in vowels[1:]:
        name += rng.choice(MIDDLES) + vowel
    return name + rng.choice(ENDS)


def some_day(rng):
    return (AS_OF - datetime.timedelta(days=int(rng.expovariate(1 / 40)))).isoformat()
