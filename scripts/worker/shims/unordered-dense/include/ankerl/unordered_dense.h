// ankerl::unordered_dense is a faster hash map with std::unordered_map's interface. Debian 12 does not package it;
// the standard containers do the same work, and their erase(iterator) returns the next element, which mediasoup needs.
#ifndef PLENUM_UNORDERED_DENSE_SHIM_H
#define PLENUM_UNORDERED_DENSE_SHIM_H

#include <functional>
#include <unordered_map>
#include <unordered_set>

namespace ankerl::unordered_dense
{
	template<typename Key>
	using hash = std::hash<Key>;

	template<typename Key, typename Value, typename Hash = std::hash<Key>, typename Equal = std::equal_to<Key>>
	using map = std::unordered_map<Key, Value, Hash, Equal>;

	template<typename Key, typename Hash = std::hash<Key>, typename Equal = std::equal_to<Key>>
	using set = std::unordered_set<Key, Hash, Equal>;
} // namespace ankerl::unordered_dense

#endif
