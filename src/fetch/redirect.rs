//! The way from the URL asked for to the one that answers.
//!
//! **Invariant:** pure; it knows statuses and addresses and sends nothing.

use url::Url;

use super::address::{is_public, literal};
use super::error::{Error, RedirectFault, place};
use super::pace::server;

/// Where a request stands on its way.
#[derive(Clone, Debug)]
pub(super) struct Trail {
    url: Url,
    from: Option<Url>,
    first_server: String,
    hops: usize,
    most_hops: usize,
    permanent: bool,
    public: bool,
    abroad: bool,
}

impl Trail {
    /// At its start, an http or https URL with a host.
    pub(super) fn start(url: &Url, most_hops: usize) -> Result<Self, Error> {
        if !is_web(url) {
            let why = format!("{}: is no address on the web; use http or https", url.scheme());
            return Err(Error::BadRequest { place: place(url), why });
        }
        Ok(Self {
            url: url.clone(),
            from: None,
            first_server: server(url),
            hops: 0,
            most_hops,
            permanent: true,
            public: false,
            abroad: false,
        })
    }

    /// The way to another file of the server where this one stands, as wary as this one.
    pub(super) fn aside(&self, path: &str, most_hops: usize) -> Self {
        let mut url = self.url.clone();
        url.set_path(path);
        url.set_query(None);
        url.set_fragment(None);
        Self { url, hops: 0, most_hops, ..self.clone() }
    }

    /// What to ask now.
    pub(super) fn url(&self) -> &Url {
        &self.url
    }

    /// What redirected here.
    pub(super) fn from(&self) -> Option<&Url> {
        self.from.as_ref()
    }

    /// A public address was on the way, so the rest must be public too.
    pub(super) fn must_be_public(&self) -> bool {
        self.public
    }

    /// Still at the server first asked, which alone gets the request's own headers.
    pub(super) fn is_home(&self) -> bool {
        !self.abroad
    }

    /// Whether it was redirected at all.
    pub(super) fn is_redirected(&self) -> bool {
        self.hops > 0
    }

    /// Every hop so far, if any, was declared permanent.
    pub(super) fn is_permanent(&self) -> bool {
        self.permanent
    }

    /// Takes the hop that an answer with `status` and `Location: location` asks for.
    ///
    /// # Errors
    /// [`Error::Redirect`] where it leads where we do not go.
    pub(super) fn follow(&mut self, hop: &Hop<'_>) -> Result<(), Error> {
        self.public |= hop.from_public;
        let Some(next) = self.url.join(hop.location).ok().filter(is_web) else {
            return Err(self.refused("elsewhere".to_owned(), RedirectFault::NotHttp));
        };
        let fault = if self.hops >= self.most_hops {
            Some(RedirectFault::TooMany(self.most_hops))
        } else if self.url.scheme() == "https" && next.scheme() == "http" {
            Some(RedirectFault::Downgrade)
        } else if self.public && literal(&next).is_some_and(|ip| !is_public(ip)) {
            Some(RedirectFault::Private)
        } else {
            None
        };
        if let Some(fault) = fault {
            return Err(self.refused(place(&next), fault));
        }
        self.hops += 1;
        self.permanent &= matches!(hop.status, 301 | 308);
        self.abroad |= server(&next) != self.first_server;
        self.from = Some(std::mem::replace(&mut self.url, next));
        Ok(())
    }

    fn refused(&self, to: String, fault: RedirectFault) -> Error {
        Error::Redirect { from: place(&self.url), to, fault }
    }
}

/// An answer that points elsewhere.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hop<'a> {
    /// 301, 302, 303, 307 or 308.
    pub(super) status: u16,
    /// Its `Location`.
    pub(super) location: &'a str,
    /// The answer came from a public address.
    pub(super) from_public: bool,
}

/// Whether a status asks to look elsewhere.
pub(super) fn is_redirect(status: u16) -> bool {
    matches!(status, 301 | 302 | 303 | 307 | 308)
}

fn is_web(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https") && url.has_host()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trail(url: &str) -> Trail {
        Trail::start(&Url::parse(url).expect(url), 3).expect("a trail")
    }

    fn hop(location: &str) -> Hop<'_> {
        Hop { status: 302, location, from_public: true }
    }

    fn fault(trail: &mut Trail, hop: Hop<'_>) -> Option<RedirectFault> {
        match trail.follow(&hop) {
            Err(Error::Redirect { fault, .. }) => Some(fault),
            _ => None,
        }
    }

    #[test]
    fn a_public_page_never_leads_into_the_private_network() {
        for inside in [
            "http://169.254.169.254/latest/meta-data",
            "http://127.0.0.1:8080/",
            "//10.0.0.1/",
            "http://[::1]/",
            "http://[::ffff:192.168.0.1]/",
            "http://2130706433/",
        ] {
            let mut way = trail("http://shop.example/list");
            assert_eq!(fault(&mut way, hop(inside)), Some(RedirectFault::Private), "{inside}");
        }
    }

    #[test]
    fn a_public_hop_on_the_way_is_not_forgotten() {
        let mut way = trail("http://intranet/list");
        way.follow(&Hop { from_public: false, ..hop("http://shop.example/") }).expect("outwards");
        assert!(!way.must_be_public());
        way.follow(&hop("http://other.example/")).expect("between public ones");
        assert!(way.must_be_public());
        let back = Hop { from_public: false, ..hop("http://127.0.0.1/") };
        assert_eq!(fault(&mut way, back), Some(RedirectFault::Private));
    }

    #[test]
    fn a_private_source_may_redirect_within_its_network() {
        let mut way = trail("http://127.0.0.1:1/list");
        way.follow(&Hop { from_public: false, ..hop("http://127.0.0.1:2/list") }).expect("a hop");
        assert_eq!(way.url().as_str(), "http://127.0.0.1:2/list");
    }

    #[test]
    fn https_is_never_left_and_other_schemes_are_never_entered() {
        let from = "https://shop.example/list";
        assert_eq!(
            fault(&mut trail(from), hop("http://shop.example/")),
            Some(RedirectFault::Downgrade)
        );
        for other in ["file:///etc/passwd", "ftp://shop.example/", "javascript:void(0)", "http://"]
        {
            assert_eq!(
                fault(&mut trail(from), hop(other)),
                Some(RedirectFault::NotHttp),
                "{other}"
            );
        }
        assert!(trail("http://shop.example/").follow(&hop("https://shop.example/")).is_ok());
    }

    #[test]
    fn the_requests_own_headers_stay_home() {
        let mut way = trail("http://shop.example/list");
        way.follow(&hop("https://shop.example/list")).expect("an upgrade");
        assert!(way.is_home(), "the same host over https is still home");
        way.follow(&hop("https://cdn.example/list")).expect("a hop");
        assert!(!way.is_home());
        way.follow(&hop("https://shop.example/list")).expect("a hop");
        assert!(!way.is_home(), "who was abroad may have been handed a forged way back");
    }

    #[test]
    fn an_upgrade_to_https_or_www_is_a_step_like_any_other() {
        for (status, permanent) in [(301, true), (308, true), (302, false), (307, false)] {
            let mut way = trail("http://shop.example/list");
            for next in ["https://shop.example/list", "https://www.shop.example/list"] {
                way.follow(&Hop { status, ..hop(next) }).expect(next);
            }
            assert_eq!((way.is_redirected(), way.is_permanent()), (true, permanent), "{status}");
        }
    }

    #[test]
    fn a_way_is_permanent_only_if_every_hop_is() {
        let mut way = trail("http://shop.example/a");
        way.follow(&Hop { status: 301, ..hop("/b") }).expect("a hop");
        way.follow(&Hop { status: 308, ..hop("/c") }).expect("a hop");
        assert!(way.is_permanent());
        way.follow(&Hop { status: 302, ..hop("/d") }).expect("a hop");
        assert!(!way.is_permanent());
        assert_eq!(fault(&mut way, hop("/e")), Some(RedirectFault::TooMany(3)));
    }
}
