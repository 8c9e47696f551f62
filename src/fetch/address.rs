//! Which addresses belong to the public internet, and name lookup that can be confined to them.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use url::{Host, Url};

/// Whether anyone on the internet can be reached there; false for loopback, private, link-local,
/// shared, multicast, documentation and reserved addresses, also wrapped into an IPv6 one.
pub(super) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => is_public_v6(v6),
    }
}

fn is_public_v4(v4: Ipv4Addr) -> bool {
    let [a, b, c, _] = v4.octets();
    let special = a == 0
        || v4.is_private()
        || v4.is_loopback()
        || v4.is_link_local()
        || v4.is_documentation()
        || (a == 100 && (64..128).contains(&b)) // Carrier-grade NAT, RFC 6598.
        || (a == 192 && b == 0 && c == 0) // Protocol assignments, RFC 6890.
        || (a == 198 && (b == 18 || b == 19)) // Benchmarks, RFC 2544.
        || a >= 224; // Multicast and reserved.
    !special
}

fn is_public_v6(v6: Ipv6Addr) -> bool {
    match v6.segments() {
        // IPv4-compatible (with :: and ::1), IPv4-mapped, NAT64 and 6to4 lead to the IPv4 inside.
        [0, 0, 0, 0, 0, 0 | 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => {
            is_public_v4(embedded(high, low))
        }
        [0x2002, high, low, ..] => is_public_v4(embedded(high, low)),
        // Teredo, benchmarks, ORCHID and documentation.
        [0x2001, second, ..] => second >= 0x200 && second != 0xdb8,
        [0x3fff, second, ..] => second >= 0x1000,
        // Global unicast is 2000::/3; all else is local, multicast or unassigned.
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

fn embedded(high: u16, low: u16) -> Ipv4Addr {
    Ipv4Addr::from_bits(u32::from(high) << 16 | u32::from(low))
}

/// The address a URL spells out instead of a name.
pub(super) fn literal(url: &Url) -> Option<IpAddr> {
    match url.host()? {
        Host::Ipv4(v4) => Some(v4.into()),
        Host::Ipv6(v6) => Some(v6.into()),
        Host::Domain(_) => None,
    }
}

/// The system's name lookup, with errors that can be told apart.
#[derive(Clone, Copy, Debug)]
pub(super) struct Names {
    /// Drop every address that is not public.
    pub(super) public_only: bool,
}

/// The name could not be looked up.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct LookupFailed(pub(super) String);

/// The name has addresses, and none of them is public.
#[derive(Debug, thiserror::Error)]
#[error("it has no public address")]
pub(super) struct NotPublic;

impl Resolve for Names {
    fn resolve(&self, name: Name) -> Resolving {
        let public_only = self.public_only;
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0))
                .await
                .map_err(|error| LookupFailed(error.to_string()))?;
            let mut addresses: Vec<SocketAddr> = found.collect();
            if addresses.is_empty() {
                return Err(LookupFailed("it has no address".to_owned()).into());
            }
            if public_only {
                addresses.retain(|address| is_public(address.ip()));
            }
            if addresses.is_empty() {
                return Err(NotPublic.into());
            }
            Ok(Box::new(addresses.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_addresses_are_known_in_every_disguise() {
        for private in [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "127.0.0.1",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.168.1.1",
            "198.18.0.1",
            "203.0.113.5",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::10.0.0.1",
            "64:ff9b::a9fe:a9fe",
            "64:ff9b:1::1",
            "2002:7f00:1::",
            "2001::1",
            "2001:db8::1",
            "fc00::1",
            "fd12:3456::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
        ] {
            let address: IpAddr = private.parse().expect(private);
            assert!(!is_public(address), "{private} was taken for a public address");
        }
    }

    #[test]
    fn public_addresses_are_known() {
        for public in [
            "1.1.1.1",
            "100.63.255.255",
            "100.128.0.0",
            "172.15.0.1",
            "172.32.0.1",
            "192.0.1.1",
            "211.249.220.24",
            "223.255.255.255",
            "::ffff:8.8.8.8",
            "64:ff9b::808:808",
            "2001:200::1",
            "2001:4860:4860::8888",
            "2002:808:808::1",
            "2606:4700::1111",
        ] {
            let address: IpAddr = public.parse().expect(public);
            assert!(is_public(address), "{public} was taken for a private address");
        }
    }

    #[test]
    fn a_url_cannot_hide_an_address_in_an_odd_spelling() {
        for odd in ["http://2130706433/", "http://0x7f.1/", "http://127.1/", "http://[::1]/"] {
            let url = Url::parse(odd).expect(odd);
            assert!(literal(&url).is_some_and(|ip| !is_public(ip)), "{odd}");
        }
    }

    #[tokio::test]
    async fn a_name_of_this_machine_is_not_public() {
        let ask = |public_only| Names { public_only }.resolve("localhost".parse().expect("a name"));
        let found: Vec<SocketAddr> = ask(false).await.expect("an address").collect();
        assert!(found.iter().all(|address| address.ip().is_loopback()), "{found:?}");
        let Err(refused) = ask(true).await else { panic!("localhost was taken for public") };
        assert!(refused.is::<NotPublic>(), "{refused}");
    }
}
