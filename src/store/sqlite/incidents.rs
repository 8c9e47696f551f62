//! Incidents as rows: what lasts, who was told of it, and how it ended.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};
use sqlx::sqlite::{SqliteConnection, SqliteRow};

use super::values::{Cells, corrupt, engine, json, micros, present};
use super::{Sqlite, notices};
use crate::alert::{Kind, Notice, Subject};
use crate::coverage::alarm::{Act, Elsewhere, FLAPPING, Incident, Profile, State, Step, Told};
use crate::review::{InvalidSourceId, Scope, SourceId};
use crate::store::{Alarms, Claim, PollCommit, Result};

/// What lasts of each source, and what ended so lately that it may merely pause.
pub(super) const LASTING: &str = "SELECT incidents.* FROM json_each(?1)
    CROSS JOIN incidents ON incidents.source = value
    WHERE ended IS NULL OR ended > ?2";

/// Those that lasted long enough, with all of their scope that nobody was told of yet.
pub(super) const TELL_FIRST: &str = "UPDATE incidents SET told = ?2, occurrence = 0
    WHERE scope = ?1 AND ended IS NULL AND told IS NULL
      AND EXISTS (SELECT 1 FROM sources WHERE sources.source = incidents.source AND configured = 1)
    RETURNING source, number";

/// All of a scope that were told of together, with those that joined since.
pub(super) const TELL_AGAIN: &str = "UPDATE incidents SET told = ?2, occurrence = ?3
    WHERE scope = ?1 AND ended IS NULL AND coalesce(told, ?2) = ?2
      AND (told IS NULL OR occurrence < ?3)
      AND EXISTS (SELECT 1 FROM sources WHERE sources.source = incidents.source AND configured = 1)
    RETURNING source, number";

/// While some of a scope still fail, the recovery of the others waits this long for theirs: as long as
/// the longest back-off takes.
const TOGETHER: SignedDuration = SignedDuration::from_mins(70);

/// What is told once waits this long for others that have the same to say: the usual time in which every
/// source is polled.
const GATHERED: SignedDuration = SignedDuration::from_mins(10);

/// Each source's incidents that matter to a poll.
pub(super) async fn lasting(
    connection: &mut SqliteConnection,
    sources: &[&str],
    now: Timestamp,
) -> Result<HashMap<String, Vec<SqliteRow>>> {
    if sources.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = sqlx::query(LASTING)
        .bind(json(&sources)?)
        .bind(micros(matter_since(now)))
        .fetch_all(connection)
        .await
        .map_err(engine("read the sources' incidents"))?;
    let mut by_source: HashMap<String, Vec<SqliteRow>> = HashMap::new();
    for row in rows {
        by_source.entry(row.cell("source")?).or_default().push(row);
    }
    Ok(by_source)
}

/// What ended before then matters to no poll `now`.
pub(super) fn matter_since(now: Timestamp) -> Timestamp {
    now.saturating_sub(FLAPPING).unwrap_or(Timestamp::MIN)
}

/// A source's profile, with the incidents in their rows.
pub(super) fn state(profile: Option<Profile>, incidents: &[SqliteRow]) -> Result<State> {
    let mut state = State { profile, ..State::default() };
    for row in incidents {
        match row.time_if_any("ended")? {
            None => state.open.push(incident(row)?),
            Some(_) if row.cell("accepted")? => {}
            Some(ended) => state.over.push((row.cell("kind")?, ended)),
        }
    }
    Ok(state)
}

/// The incident in a row.
pub(super) fn incident(row: &SqliteRow) -> Result<Incident> {
    let occurrence = row.count("occurrence")?;
    Ok(Incident {
        number: row.count("number")?,
        trouble: present("trouble", row.json_if_any("trouble")?)?,
        scope: row.parsed("scope")?,
        note: row.cell("note")?,
        since: row.time("since")?,
        began: row.time("began")?,
        polls: row.count("polls")?,
        usual: present("usual", row.json_if_any("usual")?)?,
        told: row.time_if_any("told")?.map(|at| Told { at, occurrence }),
    })
}

/// See [`crate::store::Store::elsewhere`].
pub(super) async fn elsewhere(store: &Sqlite, source: &SourceId) -> Result<Elsewhere> {
    let doing = engine("read how other sources fare");
    let scopes = sqlx::query(
        "SELECT DISTINCT scope FROM incidents JOIN sources USING (source)
         WHERE ended IS NULL AND kind = 'unread' AND trouble ->> 'why' = 'unreachable'
           AND source <> ? AND configured = 1",
    )
    .bind(source.as_str())
    .fetch_all(&store.readers)
    .await
    .map_err(&doing)?;
    let read = sqlx::query(
        "SELECT max(last_success) AS last_success FROM sources WHERE source <> ? AND configured = 1",
    )
    .bind(source.as_str())
    .fetch_one(&store.readers)
    .await
    .map_err(&doing)?;
    Ok(Elsewhere {
        unreachable: scopes.iter().map(|row| row.parsed("scope")).collect::<Result<_>>()?,
        last_success: read.time_if_any("last_success")?,
    })
}

/// Stores the profiles that polls changed, all at once. Whoever accepted a page as it is meanwhile began
/// a profile of their own, which stays.
pub(super) async fn learn(
    write: &mut SqliteConnection,
    polls: &[&(Claim, PollCommit)],
) -> Result<()> {
    let profile = |(claim, commit): &'_ &(Claim, PollCommit)| {
        let source = claim.item.strip_prefix("source/").unwrap_or_default().to_owned();
        commit.alarms.profile.clone().map(|profile| (source, profile))
    };
    let profiles: Vec<(String, Profile)> = polls.iter().filter_map(profile).collect();
    if profiles.is_empty() {
        return Ok(());
    }
    sqlx::query(
        "INSERT INTO profiles (source, profile)
         SELECT value ->> 0, value ->> 1 FROM json_each(?) WHERE true
         ON CONFLICT (source) DO UPDATE SET profile = excluded.profile
         WHERE profiles.profile ->> 'since' = excluded.profile ->> 'since'",
    )
    .bind(json(&profiles)?)
    .execute(write)
    .await
    .map_err(engine("store what sources look like"))?;
    Ok(())
}

/// Stores what a poll does to a source's incidents.
pub(super) async fn commit(
    write: &mut SqliteConnection,
    source: &str,
    alarms: &Alarms,
    now: Timestamp,
) -> Result<()> {
    let source: &SourceId =
        &source.parse().map_err(|error: InvalidSourceId| corrupt("source", error))?;
    for Step { incident, act } in &alarms.steps {
        let Some(number) = keep(write, source, incident).await? else { continue };
        let incident = &Incident { number, ..incident.clone() };
        match act {
            Act::Keep => {}
            Act::Tell(told) => tell(write, (source, incident), *told, alarms, now).await?,
            Act::TellOnce(told) => {
                tell_once(write, (source, incident), *told, alarms).await?;
            }
            Act::End => end(write, (source, incident), alarms, now).await?,
        }
    }
    Ok(())
}

/// Stores an incident as the poll shows it, and gives its number; `None` where it is over meanwhile.
/// Whether it was told, and so its scope, is not the poll's to say: others of the scope may have been
/// told of meanwhile.
async fn keep(
    write: &mut SqliteConnection,
    source: &SourceId,
    incident: &Incident,
) -> Result<Option<u32>> {
    let doing = engine("store a source's incident");
    let row = if incident.number == 0 {
        sqlx::query(
            "INSERT INTO incidents (source, number, kind, trouble, scope, note, since, began, polls,
                 usual, last_success)
             SELECT source, (SELECT coalesce(max(number), 0) + 1 FROM incidents WHERE source = ?1),
                 ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, last_success
             FROM sources WHERE source = ?1
             ON CONFLICT DO NOTHING RETURNING number",
        )
        .bind(source.as_str())
        .bind(incident.trouble.kind())
        .bind(json(&incident.trouble)?)
        .bind(incident.scope.to_string())
        .bind(&incident.note)
        .bind(micros(incident.since))
        .bind(micros(incident.began))
        .bind(incident.polls)
        .bind(json(&incident.usual)?)
        .fetch_optional(write)
        .await
        .map_err(&doing)?
    } else {
        sqlx::query(
            "UPDATE incidents SET trouble = ?3, note = ?5, polls = ?6,
                 scope = CASE WHEN told IS NULL THEN ?4 ELSE scope END
             WHERE source = ?1 AND number = ?2 AND ended IS NULL RETURNING number",
        )
        .bind(source.as_str())
        .bind(incident.number)
        .bind(json(&incident.trouble)?)
        .bind(incident.scope.to_string())
        .bind(&incident.note)
        .bind(incident.polls)
        .fetch_optional(write)
        .await
        .map_err(&doing)?
    };
    row.map(|row| row.count("number")).transpose()
}

/// Tells people of an incident and of all that share its scope; who joins a scope that was told of is in
/// its mail while that waits to be written, else in its next repetition.
async fn tell(
    write: &mut SqliteConnection,
    (source, incident): (&SourceId, &Incident),
    told: Told,
    alarms: &Alarms,
    now: Timestamp,
) -> Result<()> {
    let scope = incident.scope.to_string();
    let first = told.occurrence == 0;
    if first && incident.scope.is_shared() && joined(write, source, incident).await? {
        return notices::join_waiting(write, source, incident).await;
    }
    if incident.scope == Scope::Network {
        join_network(write).await?;
    }
    let statement = if first {
        sqlx::query(TELL_FIRST).bind(scope).bind(micros(told.at))
    } else {
        sqlx::query(TELL_AGAIN).bind(scope).bind(micros(told.at)).bind(told.occurrence)
    };
    let doing = engine("note that people are told of an incident");
    for row in statement.fetch_all(&mut *write).await.map_err(doing)? {
        let subject = Subject::Incident(row.parsed("source")?, row.count("number")?);
        for recipient in &alarms.people {
            let notice = Notice {
                subject: subject.clone(),
                round: 1,
                kind: Kind::SourceBroken,
                occurrence: told.occurrence,
                recipient: recipient.clone(),
                due: now.max(alarms.not_before),
            };
            notices::insert_unless_waiting(write, &notice).await?;
        }
    }
    Ok(())
}

/// Tells people of what is over with being told. Notices of other sources that have the same to say wait
/// for one another: after a stop of ours, or of a network, they come minutes apart.
async fn tell_once(
    write: &mut SqliteConnection,
    (source, incident): (&SourceId, &Incident),
    told: Told,
    alarms: &Alarms,
) -> Result<()> {
    sqlx::query(
        "UPDATE incidents SET told = ?3, occurrence = ?4, ended = ?3 WHERE source = ?1 AND number = ?2",
    )
    .bind(source.as_str())
    .bind(incident.number)
    .bind(micros(told.at))
    .bind(told.occurrence)
    .execute(&mut *write)
    .await
    .map_err(engine("note that people are told of an incident"))?;
    let later = told.at.saturating_add(GATHERED).unwrap_or(told.at);
    let due = notices::waiting_since(write, incident.trouble.kind())
        .await?
        .unwrap_or(later)
        .max(alarms.not_before);
    for recipient in &alarms.people {
        let notice = Notice {
            subject: Subject::Incident(source.clone(), incident.number),
            round: 1,
            kind: Kind::SourceBroken,
            occurrence: told.occurrence,
            recipient: recipient.clone(),
            due,
        };
        notices::insert(write, &notice).await?;
    }
    Ok(())
}

/// Where no server answers, whoever gets no answer has the same cause, also those that were asked before
/// that was known.
async fn join_network(write: &mut SqliteConnection) -> Result<()> {
    sqlx::query(
        "UPDATE incidents SET scope = ? WHERE ended IS NULL AND told IS NULL
           AND kind = 'unread' AND trouble ->> 'why' = 'unreachable'",
    )
    .bind(Scope::Network.to_string())
    .execute(write)
    .await
    .map_err(engine("join incidents to the network's"))?;
    Ok(())
}

/// Joins a scope that people were told of already, where they were.
async fn joined(
    write: &mut SqliteConnection,
    source: &SourceId,
    incident: &Incident,
) -> Result<bool> {
    let done = sqlx::query(
        "UPDATE incidents SET told = others.told, occurrence = others.occurrence
         FROM (SELECT told, occurrence FROM incidents
               WHERE scope = ?3 AND ended IS NULL AND told IS NOT NULL ORDER BY told LIMIT 1) AS others
         WHERE source = ?1 AND number = ?2 AND incidents.told IS NULL",
    )
    .bind(source.as_str())
    .bind(incident.number)
    .bind(incident.scope.to_string())
    .execute(write)
    .await
    .map_err(engine("join an incident to others"))?;
    Ok(done.rows_affected() > 0)
}

/// Ends an incident. What was not sent of it is dropped, and people are told that it is over, together
/// with the others of its scope where they end soon; one that was never told leaves no trace.
async fn end(
    write: &mut SqliteConnection,
    (source, incident): (&SourceId, &Incident),
    alarms: &Alarms,
    now: Timestamp,
) -> Result<()> {
    let doing = engine("end an incident");
    let forgotten = sqlx::query(
        "DELETE FROM incidents WHERE source = ? AND number = ? AND ended IS NULL AND told IS NULL",
    )
    .bind(source.as_str())
    .bind(incident.number)
    .execute(&mut *write)
    .await
    .map_err(&doing)?;
    if forgotten.rows_affected() > 0 {
        return Ok(());
    }
    sqlx::query("UPDATE incidents SET ended = ? WHERE source = ? AND number = ?")
        .bind(micros(now))
        .bind(source.as_str())
        .bind(incident.number)
        .execute(&mut *write)
        .await
        .map_err(&doing)?;
    notices::drop_broken(write, source, incident.number, now).await?;
    let others_last = incident.scope.is_shared() && lasts(write, &incident.scope).await?;
    let audible = now.max(alarms.not_before);
    let together = now.saturating_add(TOGETHER).unwrap_or(now);
    for recipient in &alarms.people {
        let notice = Notice {
            subject: Subject::Incident(source.clone(), incident.number),
            round: 1,
            kind: Kind::SourceRecovered,
            occurrence: 0,
            recipient: recipient.clone(),
            due: if others_last { together.max(audible) } else { audible },
        };
        notices::insert(write, &notice).await?;
    }
    if !others_last {
        notices::recovered_together(write, &incident.scope, audible).await?;
    }
    Ok(())
}

/// Whether anything of the scope that people know of still lasts.
async fn lasts(write: &mut SqliteConnection, scope: &Scope) -> Result<bool> {
    sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM incidents JOIN sources USING (source)
         WHERE scope = ? AND ended IS NULL AND told IS NOT NULL AND configured = 1)",
    )
    .bind(scope.to_string())
    .fetch_one(write)
    .await
    .map_err(engine("look up what else lasts"))
}

#[cfg(test)]
mod tests;
