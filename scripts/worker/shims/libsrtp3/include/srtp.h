// libsrtp 3's API, as far as mediasoup uses it, over libsrtp 2. C++ overloads the C functions whose signature changed.
#ifndef PLENUM_SRTP3_SHIM_H
#define PLENUM_SRTP3_SHIM_H

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>

// Version 3 turned the policy from an open struct into an opaque pointer of the same name, so version 2's moves aside.
#define srtp_policy_t plenum_srtp2_policy_t
#include <srtp2/srtp.h>
#undef srtp_policy_t

// New in version 3; inside the value range of version 2's enum, so the casts are well defined.
constexpr srtp_err_status_t srtp_err_status_buffer_small = static_cast<srtp_err_status_t>(28);
constexpr srtp_err_status_t srtp_err_status_cryptex_err  = static_cast<srtp_err_status_t>(29);

struct plenum_srtp3_policy
{
	plenum_srtp2_policy_t policy{};
	srtp_profile_t profile{};
	// Version 2 wants master key and salt in one piece, and reads it only within srtp_create().
	unsigned char key[2 * SRTP_MAX_KEY_LEN]{};
};

using srtp_policy_t = plenum_srtp3_policy*;

inline srtp_err_status_t srtp_policy_create(srtp_policy_t* policy)
{
	*policy = new (std::nothrow) plenum_srtp3_policy;

	return *policy ? srtp_err_status_ok : srtp_err_status_alloc_fail;
}

inline void srtp_policy_destroy(srtp_policy_t policy)
{
	if (policy)
	{
		// Through a volatile pointer, or the compiler may drop the wiping of memory that is freed next.
		volatile unsigned char* key = policy->key;

		for (size_t i = 0; i < sizeof(policy->key); ++i)
		{
			key[i] = 0;
		}
	}

	delete policy;
}

inline srtp_err_status_t srtp_policy_set_ssrc(srtp_policy_t policy, srtp_ssrc_t ssrc)
{
	policy->policy.ssrc = ssrc;

	return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_policy_set_profile(srtp_policy_t policy, srtp_profile_t profile)
{
	policy->profile = profile;

	const srtp_err_status_t err = srtp_crypto_policy_set_from_profile_for_rtp(&policy->policy.rtp, profile);

	if (err != srtp_err_status_ok)
	{
		return err;
	}

	return srtp_crypto_policy_set_from_profile_for_rtcp(&policy->policy.rtcp, profile);
}

// One key without an MKI is all that DTLS-SRTP in mediasoup ever sets.
inline srtp_err_status_t srtp_policy_add_key(
  srtp_policy_t policy,
  const uint8_t* key,
  size_t keyLen,
  const uint8_t* salt,
  size_t saltLen,
  const uint8_t* /*mki*/,
  size_t mkiLen)
{
	if (
	  mkiLen != 0 || keyLen != srtp_profile_get_master_key_length(policy->profile) ||
	  saltLen != srtp_profile_get_master_salt_length(policy->profile) || keyLen + saltLen > sizeof(policy->key))
	{
		return srtp_err_status_bad_param;
	}

	std::memcpy(policy->key, key, keyLen);
	std::memcpy(policy->key + keyLen, salt, saltLen);
	policy->policy.key = policy->key;

	return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_policy_set_allow_repeat_tx(srtp_policy_t policy, bool allow)
{
	policy->policy.allow_repeat_tx = allow ? 1 : 0;

	return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_policy_set_window_size(srtp_policy_t policy, size_t windowSize)
{
	policy->policy.window_size = static_cast<unsigned long>(windowSize);

	return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_create(srtp_t* session, srtp_policy_t policy)
{
	return srtp_create(session, &policy->policy);
}

inline srtp_err_status_t srtp_stream_remove(srtp_t session, uint32_t ssrc)
{
	return srtp_remove_stream(session, ssrc);
}

namespace plenum_srtp3
{
	// Version 2 works in place and grows the packet by at most maxGrowth bytes; version 3 reads and writes two buffers.
	template<typename InPlace>
	inline srtp_err_status_t transform(
	  InPlace inPlace, srtp_t ctx, const uint8_t* in, size_t inLen, uint8_t* out, size_t* outLen, size_t maxGrowth)
	{
		if (*outLen < inLen + maxGrowth)
		{
			return srtp_err_status_buffer_small;
		}

		if (in != out)
		{
			std::memmove(out, in, inLen);
		}

		int len = static_cast<int>(inLen);

		const srtp_err_status_t err = inPlace(ctx, out, &len);

		if (err == srtp_err_status_ok)
		{
			*outLen = static_cast<size_t>(len);
		}

		return err;
	}

	using InPlaceFunction = srtp_err_status_t (*)(srtp_t, void*, int*);

	// SRTCP adds a four-byte index beside the tag.
	constexpr size_t SrtpGrowth  = SRTP_MAX_TRAILER_LEN;
	constexpr size_t SrtcpGrowth = SRTP_MAX_TRAILER_LEN + 4;
} // namespace plenum_srtp3

inline srtp_err_status_t srtp_protect(
  srtp_t ctx, const uint8_t* rtp, size_t rtpLen, uint8_t* srtp, size_t* srtpLen, size_t /*mkiIndex*/)
{
	const plenum_srtp3::InPlaceFunction inPlace = ::srtp_protect;

	return plenum_srtp3::transform(inPlace, ctx, rtp, rtpLen, srtp, srtpLen, plenum_srtp3::SrtpGrowth);
}

inline srtp_err_status_t srtp_protect_rtcp(
  srtp_t ctx, const uint8_t* rtcp, size_t rtcpLen, uint8_t* srtcp, size_t* srtcpLen, size_t /*mkiIndex*/)
{
	const plenum_srtp3::InPlaceFunction inPlace = ::srtp_protect_rtcp;

	return plenum_srtp3::transform(inPlace, ctx, rtcp, rtcpLen, srtcp, srtcpLen, plenum_srtp3::SrtcpGrowth);
}

inline srtp_err_status_t srtp_unprotect(
  srtp_t ctx, const uint8_t* srtp, size_t srtpLen, uint8_t* rtp, size_t* rtpLen)
{
	const plenum_srtp3::InPlaceFunction inPlace = ::srtp_unprotect;

	return plenum_srtp3::transform(inPlace, ctx, srtp, srtpLen, rtp, rtpLen, 0);
}

inline srtp_err_status_t srtp_unprotect_rtcp(
  srtp_t ctx, const uint8_t* srtcp, size_t srtcpLen, uint8_t* rtcp, size_t* rtcpLen)
{
	const plenum_srtp3::InPlaceFunction inPlace = ::srtp_unprotect_rtcp;

	return plenum_srtp3::transform(inPlace, ctx, srtcp, srtcpLen, rtcp, rtcpLen, 0);
}

#endif
