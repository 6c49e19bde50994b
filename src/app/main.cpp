#include <cstdio>

int main() {
  std::puts("counterpart");
  return 0;
}
