import type { Kysely } from 'kysely';
import type { Feedback } from '../../investigation/commands/feedback.ts';
import type { FeedbackTable } from '../contract.ts';
import type { Database } from '../database.ts';

/** What was said last about a change in an incident. */
export function feedbackTable(db: Kysely<Database>): FeedbackTable {
  const all = (installationId: number) =>
    db.selectFrom('feedback').select('document').where('installation_id', '=', installationId);
  return {
    async save(installationId, feedback) {
      const facts = { at: feedback.at, document: JSON.stringify(feedback) };
      const subject = subjectOf(feedback);
      await db
        .insertInto('feedback')
        .values({ installation_id: installationId, incident_id: feedback.incidentId, subject, ...facts })
        .onConflict((conflict) => conflict.columns(['installation_id', 'incident_id', 'subject']).doUpdateSet(facts))
        .execute();
    },

    async remove(installationId, feedback) {
      const row = { installation_id: installationId, incident_id: feedback.incidentId, subject: subjectOf(feedback) };
      await db
        .deleteFrom('feedback')
        .where((where) => where.and(row))
        .execute();
    },

    async ofIncident(installationId, incidentId) {
      const own = all(installationId).where('incident_id', '=', incidentId);
      const rows = await own.orderBy('at').orderBy('subject').execute();
      return rows.map((row) => row.document as Feedback);
    },

    async list(installationId) {
      const rows = await all(installationId).orderBy('at').orderBy('incident_id').orderBy('subject').execute();
      return rows.map((row) => row.document as Feedback);
    },
  };
}

function subjectOf({ commit, deploy }: Pick<Feedback, 'deploy' | 'commit'>): string {
  return commit ?? deploy ?? '';
}
