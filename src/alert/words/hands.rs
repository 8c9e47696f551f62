//! Who is on a case, as it is said above the complaint.

use super::Words;
use crate::alert::Language;
use crate::case::CaseId;

impl Words {
    /// To someone who was put in charge.
    pub(in crate::alert) fn given(&self, by: &str, case: CaseId) -> String {
        match self.language {
            Language::Ko => {
                format!(
                    "{by} 님이 이 건을 맡겨 드렸습니다. 확인하셨으면 “reviewd case {case} ack”로 알려 주세요."
                )
            }
            Language::En => {
                format!(
                    "{by} put you in charge of this case. Once you are on it, say so: reviewd case {case} ack"
                )
            }
        }
    }

    /// That someone said that they were on it.
    pub(in crate::alert) fn acked(&self, by: &str, at: &str) -> String {
        match self.language {
            Language::Ko => format!("{by} 님이 {at}에 확인하셨지만, 아직 답글이 보이지 않습니다."),
            Language::En => format!("{by} acknowledged it on {at}, but no reply shows yet."),
        }
    }
}
