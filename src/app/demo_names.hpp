#pragma once
/// Names, places and professions of people who do not exist. Given names and surnames that are common in a
/// number of countries, the more frequent ones towards the front, as UTF-8 (NFC).

#include <span>
#include <string>
#include <string_view>

namespace counterpart::demo {

std::span<const std::string_view> given_names();
std::span<const std::string_view> surnames();
std::span<const std::string_view> cities();
std::span<const std::string_view> specialties();

/// The name without accents, as a system that knows only ASCII would have it: "Müller" is "Muller", "Ørsted"
/// is "Orsted". Letters that stand in none of the names above stay.
std::string without_accents(std::string_view name);

}  // namespace counterpart::demo
