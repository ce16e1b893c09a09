import type { BrowserWindow } from 'electron';
import type { PlanRunAnswers, PlanStartView } from '../../core/api-plan-runs.ts';
import { devicePlansCsv } from '../../core/provisioning/device-plan-report.ts';
import { handOut } from '../audit/hand-out.ts';
import type { Bench } from '../bench-services.ts';
import { sha256OfText } from '../digest.ts';
import { writeWhole } from '../files.ts';
import { newId } from '../ids.ts';
import { planOfCommands, planOfLibrary, plansOfLibrary } from '../provisioning/plan-sources.ts';
import { createProfileLibrary } from '../provisioning/profile-library.ts';
import type { CallHandlers } from './answer-call.ts';
import { askWhereTo } from './ask-where-to.ts';

/** The handlers of what the window asks about plans that are queued for many devices. */
export function createPlanRunHandlers(
  { planRuns, store, audit }: Pick<Bench, 'planRuns' | 'store' | 'audit'>,
  window: BrowserWindow,
): Pick<CallHandlers, keyof PlanRunAnswers> {
  const library = createProfileLibrary(store, { now: () => Date.now(), newId, audit });
  const startOf = (start: PlanStartView | undefined) => (start ? { start } : {});
  return {
    startPlanRun({ source, ...order }) {
      const chosen =
        source.kind === 'library'
          ? planOfLibrary(library, source.profileId, source)
          : planOfCommands(source.text, source.name);
      return planRuns.start({ ...chosen, ...order }, audit);
    },
    planStart: () => startOf(planRuns.current()),
    cancelPlanStart: () => startOf(planRuns.cancel()),
    profilePlans: ({ profileId }) => plansOfLibrary(library, profileId),
    planRuns: () => planRuns.list(),
    planRunDevices: ({ runId, ...query }) => planRuns.devices(runId, query),
    cancelPlanRun: async ({ runId }) => ({ cancelled: await planRuns.cancelRun(runId, audit) }),
    savePlanRun({ runId, format }) {
      const { rows } = planRuns.devices(runId, { offset: 0, limit: Number.MAX_SAFE_INTEGER });
      const text = format === 'csv' ? devicePlansCsv(rows) : `${JSON.stringify(rows, undefined, 2)}\n`;
      const what = { kind: 'fileHandedOut', what: 'report', sha256: sha256OfText(text) } as const;
      return askWhereTo(
        window,
        { title: 'Save the results', name: 'plan results', extension: format },
        (file) => handOut(audit, what, {}, () => writeWhole(file, text)),
      );
    },
  };
}
