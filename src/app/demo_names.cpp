#include "app/demo_names.hpp"

#include <array>
#include <utility>

#include "base/utf8.hpp"

namespace counterpart::demo {
namespace {

using std::string_view;

// These are lists, not code.
// clang-format off

constexpr auto kGivenNames = std::to_array<string_view>({
    "Maria", "James", "Anna", "John", "Mohamed", "José", "David", "Michael", "Mary", "Wei", "Ana", "Robert", "Ahmed", "Peter",
    "Elizabeth", "Juan", "Thomas", "Fatima", "Daniel", "Linda", "Carlos", "William", "Sarah", "Marie", "Ali", "Patricia", "Paul",
    "Jennifer", "Luis", "Alexander", "Elena", "Joseph", "Jean", "Susan", "Antonio", "Andreas", "Laura", "Francesco", "Richard",
    "Julia", "Martin", "Karen", "Manuel", "Min-jun", "Barbara", "Charles", "Eva", "Aisha", "Christopher", "Hiroshi", "Jessica",
    "Stefan", "Anh", "Margaret", "Pedro", "Nguyệt", "Christian", "Sofia", "Matthew", "Olga", "Mark", "Yusuf", "Lisa", "Giuseppe",
    "Anthony", "Emma", "Rosa", "Priya", "Jan", "Nancy", "Miguel", "Sandra", "Pierre", "Betty", "Ivan", "Klaus", "Sunita", "Steven",
    "Lucía", "Andrew", "Ashley", "Rahul", "Kimberly", "Michel", "Hans", "Emily", "Joshua", "Piotr", "Donna", "Omar", "Kenneth",
    "Michelle", "Jorge", "Carol", "Hassan", "Kevin", "Amanda", "Brian", "Dorothy", "Javier", "Melissa", "George", "Deborah",
    "Łukasz", "Timothy", "Stephanie", "Ronald", "Rebecca", "Marco", "Edward", "Sharon", "Jason", "Cynthia", "Jeffrey", "Kathleen",
    "Ryan", "Amy", "Jacob", "Angela", "Gary", "Ángel", "Nicholas", "Shirley", "Eric", "Jürgen", "Jonathan", "Brenda", "Stephen",
    "Emmanuel", "Larry", "Pamela", "Justin", "Nicole", "Scott", "Katarzyna", "Brandon", "Samantha", "Benjamin", "Katherine",
    "Samuel", "Christine", "Gregory", "Helen", "François", "Debra", "Frank", "Rachel", "Raymond", "Carolyn", "Patrick", "Janet",
    "Jack", "Catherine", "Dennis", "Małgorzata", "Jerry", "Heather", "Tyler", "Diane", "Aaron", "Ruth", "Adam", "Julie", "Nathan",
    "Olivia", "Henry", "Joyce", "Zoë", "Virginia", "Douglas", "Victoria", "Zachary", "Kelly", "Lars", "Lauren", "Kyle", "Christina",
    "Søren", "Joan", "Noah", "Evelyn", "Ethan", "Judith", "Jeremy", "Andrea", "Walter", "Hannah", "Keith", "Megan", "Austin",
    "Cheryl", "Roger", "Jacqueline", "Terry", "Martha", "Sean", "Teresa", "Gerald", "Gloria", "Carl", "Sara", "Dylan", "Janice",
    "Harold", "Kathryn", "Jordan", "Ann", "Jesse", "Abigail", "Bryan", "Åsa", "Lawrence", "Sophia", "Arthur", "Frances", "Gabriel",
    "Jean-Pierre", "Bruce", "Alice", "Björn", "Judy", "Logan", "Isabella", "Billy", "Grace", "Joe", "Denise", "Alan", "Amber",
    "Günther", "Doris", "Willie", "Marilyn", "Albert", "Danielle", "Renée", "Beverly", "Vincent", "Charlotte", "Eugene", "Natalie",
    "Russell", "Theresa", "Elijah", "Diana", "Zdeněk", "Brittany", "Bobby", "Kayla", "Philip", "Alexis", "Johnny", "Lori", "Bradley",
    "Giulia", "Chloé", "Matteo", "Ingrid", "Yuki", "Sakura", "Kenji", "Ji-woo", "Seo-yeon", "Xin", "Fang", "Jing", "Lei", "Minh",
    "Thảo", "Hương", "Arjun", "Ananya", "Vikram", "Deepa", "Rajesh", "Leila", "Karim", "Nadia", "Khalid", "Zeynep", "Mehmet", "Ayşe",
    "Mustafa", "Elif", "Chinedu", "Ngozi", "Kwame", "Abena", "Thabo", "Sipho", "Dmitri", "Natalia", "Sergei", "Tatiana", "Oleksandr",
    "Andrzej", "Agnieszka", "Tomáš", "Jiří", "Ondřej", "Katalin", "László", "Zoltán", "Ștefan", "Ioana", "Dragan", "Goran", "Željko",
    "Nikolaos", "Eleni", "Giorgos", "João", "Inês", "Gonçalo", "Tiago", "Beatriz", "Rafael", "Íñigo", "Begoña", "Núria", "Jordi",
    "Siobhán", "Seán", "Aoife", "Niamh", "Rhys", "Sigrún", "Guðrún", "Þór", "Mikko", "Päivi", "Jukka", "Astrid", "Øyvind", "Håkon",
    "Bjørn", "Anders", "Karin", "Birgit", "Wolfgang", "Ursula", "Sabine", "Jörg", "Heike", "Luc", "Anaïs", "Benoît", "Thérèse", "Noémie",
});

constexpr auto kSurnames = std::to_array<string_view>({
    "Smith", "García", "Müller", "Nguyễn", "Johnson", "Kim", "Martin", "Rossi", "Wang", "Silva", "Williams", "Li", "Hernández", "Brown",
    "Kumar", "Jones", "Schmidt", "Zhang", "Rodríguez", "Lee", "Miller", "González", "Singh", "Davis", "Nowak", "Martínez", "Ivanov", "Chen",
    "López", "Wilson", "Hansen", "Tanaka", "Anderson", "Santos", "Khan", "Thomas", "Ahmed", "Taylor", "Bernard", "Moore", "Patel",
    "Jackson", "Andersson", "Pérez", "Thompson", "Johansson", "White", "Dubois", "Harris", "Sánchez", "Clark", "Jensen", "Ramírez",
    "Lewis", "Robinson", "Novák", "Walker", "Schneider", "Young", "Trần", "Allen", "Park", "King", "Ferreira", "Wright", "Petrov", "Scott",
    "Torres", "O'Brien", "Hill", "Ali", "Flores", "Green", "Suzuki", "Adams", "Fischer", "Nelson", "Bianchi", "Baker", "Kowalski",
    "Hall", "Rivera", "Campbell", "Nielsen", "Mitchell", "Weber", "Carter", "Robert", "Roberts", "Gómez", "Phillips", "Yılmaz",
    "Evans", "Díaz", "Turner", "Oliveira", "Parker", "Cruz", "Edwards", "Meyer", "Collins", "Reyes", "Stewart", "Lê", "Morris", "Morales",
    "Murphy", "Richard", "Cook", "Wagner", "Rogers", "Gutiérrez", "Morgan", "Sato", "Cooper", "Ortiz", "Peterson", "Becker", "Bailey",
    "Jiménez", "Reed", "Petit", "Kelly", "Castillo", "Howard", "Schulz", "Ramos", "Larsen", "Cox", "Hoffmann", "Ward", "Romero",
    "Richardson", "Costa", "Watson", "Vargas", "Brooks", "Olsen", "Chavez", "Wood", "Durand", "James", "Bennett", "Schäfer", "Gray",
    "Mendoza", "Ruiz", "Hughes", "Koch", "Price", "Álvarez", "Leroy", "Myers", "Bauer", "Long", "Popescu", "Ross", "Foster", "Sanders",
    "Nagy", "Powell", "Jenkins", "Perry", "Russo", "Sullivan", "Bell", "Coleman", "Richter", "Butler", "Henderson", "Klein", "Barnes",
    "Gonçalves", "Fisher", "Vasquez", "Moreau", "Simmons", "Wolf", "Jordan", "Patterson", "Ferrari", "Alexander", "Schröder", "Hamilton",
    "Graham", "Neumann", "Reynolds", "Griffin", "Wallace", "Moreno", "Schwarz", "West", "Cole", "Zimmermann", "Hayes", "Bryant",
    "Herrera", "Braun", "Gibson", "Ellis", "Krüger", "Tran", "Medina", "Hofmann", "Aguilar", "Stevens", "Murray", "Ford", "Castro", "Marshall",
    "Lange", "Owens", "Harrison", "Fernández", "McDonald", "Woods", "Washington", "Kennedy", "Wells", "Nakamura", "Henry", "Freeman",
    "Webb", "Tucker", "Guzmán", "Burns", "Crawford", "Olson", "Simpson", "Porter", "Hunter", "Gordon", "Méndez", "Shaw", "Snyder",
    "Mason", "Dixon", "Muñoz", "Hunt", "Hicks", "Holmes", "Palmer", "Wagner-Braun", "Black", "Robertson", "Boyd", "Rose", "Stone",
    "Salazar", "Fox", "Warren", "Mills", "Rice", "Schmidt-Weber", "Ørsted", "Østergård", "Sørensen", "Møller", "Kjær", "Lindström",
    "Åkerlund", "Öberg", "Björklund", "Virtanen", "Mäkinen", "Hämäläinen", "Jónsdóttir", "Sigurðsson", "Þórsson", "Kamiński", "Wiśniewski",
    "Wójcik", "Zieliński", "Szymański", "Dąbrowski", "Kozłowska", "Svoboda", "Dvořák", "Černý", "Procházka", "Kučera", "Horváth", "Szabó",
    "Tóth", "Kovács", "Ionescu", "Popa", "Dumitrescu", "Petrović", "Jovanović", "Horvat", "Kovačić", "Papadopoulos", "Nikolaidis",
    "Shevchenko", "Bondarenko", "Kuznetsova", "Smirnov", "Demir", "Şahin", "Çelik", "Öztürk", "Haddad", "El-Sayed", "Ben Ali", "Hussein",
    "Al-Farsi", "Okafor", "Adeyemi", "Mensah", "Nkosi", "Dlamini", "Abebe", "Sharma", "Gupta", "Reddy", "Iyer", "Chatterjee", "Das",
    "Phạm", "Hoàng", "Võ", "Đặng", "Bùi", "Yamamoto", "Watanabe", "Itō", "Kobayashi", "Choi", "Jung", "Liu", "Yang", "Huang", "Zhao", "Wu",
    "O'Connor", "O'Neill", "Ó Briain", "McCarthy", "MacLeod", "Fitzgerald", "D'Angelo", "Dell'Acqua", "Esposito", "Colombo", "Ricci",
    "Marino", "De Luca", "van Dijk", "de Vries", "van den Berg", "Jansen", "Bakker", "Peeters", "Maes", "Lefèvre", "Béranger", "Gauthier",
    "Bélanger", "Côté", "Lemaître", "Núñez", "Ibáñez", "Peña", "Etxeberria", "Puig", "Araújo", "Magalhães", "Conceição", "Assunção",
    "Weiß", "Groß", "Strauß", "Jäger", "Böhm", "Vögele", "Zgraggen", "Ó Súilleabháin", "Nwosu", "Kaya", "Aydın",
});

constexpr auto kCities = std::to_array<string_view>({
    "london", "new york", "paris", "berlin", "madrid", "são paulo", "mumbai", "tokyo", "chicago", "toronto", "sydney", "wien", "zürich",
    "warszawa", "kraków", "københavn", "oslo", "stockholm", "helsinki", "dublin", "lisboa", "roma", "milano", "amsterdam", "bruxelles",
    "praha", "budapest", "athens", "istanbul", "cairo", "lagos", "nairobi", "cape town", "delhi", "hanoi", "seoul", "singapore",
    "méxico", "bogotá", "montréal", "boston", "houston", "seattle", "köln", "münchen", "lyon", "porto", "sevilla", "göteborg", "ålesund",
});

constexpr auto kSpecialties = std::to_array<string_view>({
    "Family Medicine", "Internal Medicine", "Pediatrics", "Cardiology", "Psychiatry", "Emergency Medicine", "Anesthesiology", "Radiology",
    "Obstetrics & Gynecology", "General Surgery", "Dermatology", "Neurology", "Oncology", "Orthopedics", "Ophthalmology", "Urology",
    "Gastroenterology", "Pulmonology", "Endocrinology", "Nephrology", "Rheumatology", "Infectious Diseases", "Pathology", "Geriatrics",
});

constexpr auto kPlain = std::to_array<std::pair<string_view, string_view>>({
    {"á", "a"}, {"â", "a"}, {"ã", "a"}, {"ä", "a"}, {"å", "a"}, {"ą", "a"}, {"ả", "a"}, {"à", "a"}, {"ạ", "a"}, {"ầ", "a"}, {"ặ", "a"}, {"æ", "ae"},
    {"Á", "A"}, {"Å", "A"}, {"ç", "c"}, {"č", "c"}, {"ć", "c"}, {"Ç", "C"}, {"Č", "C"}, {"Đ", "D"}, {"ð", "d"}, {"é", "e"}, {"è", "e"}, {"ê", "e"},
    {"ë", "e"}, {"ě", "e"}, {"ễ", "e"}, {"ệ", "e"}, {"í", "i"}, {"î", "i"}, {"ï", "i"}, {"ı", "i"}, {"Í", "I"}, {"ł", "l"}, {"Ł", "L"}, {"ñ", "n"}, {"ń", "n"},
    {"ó", "o"}, {"ô", "o"}, {"õ", "o"}, {"ö", "o"}, {"ø", "o"}, {"ō", "o"}, {"Ó", "O"}, {"Ö", "O"}, {"Ø", "O"}, {"ř", "r"}, {"š", "s"}, {"ś", "s"},
    {"ş", "s"}, {"Ş", "S"}, {"Ș", "S"}, {"ß", "ss"}, {"Þ", "Th"}, {"ú", "u"}, {"ü", "u"}, {"ù", "u"}, {"ư", "u"}, {"ơ", "o"}, {"ý", "y"}, {"Ž", "Z"},
});
// clang-format on

}  // namespace

std::span<const string_view> given_names() {
  return kGivenNames;
}
std::span<const string_view> surnames() {
  return kSurnames;
}
std::span<const string_view> cities() {
  return kCities;
}
std::span<const string_view> specialties() {
  return kSpecialties;
}

std::string without_accents(string_view name) {
  std::string plain;
  while (!name.empty()) {
    const std::size_t length = utf8_sequence_length(name);
    const string_view letter = name.substr(0, length == 0 ? 1 : length);
    string_view instead = letter;
    if (letter.size() > 1) {
      for (const auto& [accented, ascii] : kPlain) {
        if (accented == letter) instead = ascii;
      }
    }
    plain += instead;
    name.remove_prefix(letter.size());
  }
  return plain;
}

}  // namespace counterpart::demo
