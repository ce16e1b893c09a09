import { codedError } from '../../core/errors.ts';
import { mainPlan } from '../../core/provisioning/plan-schema.ts';
import { planStepOf, variableOffers } from '../../core/provisioning/plan-step.ts';
import { namingOf, planOutlines, withStep } from '../../core/provisioning/plan-steps-text.ts';
import { checkProfileText } from '../../core/provisioning/profile-check.ts';
import type { Variables } from '../../core/provisioning/variables.ts';
import { commandLineActor } from '../audit/actors.ts';
import { withAuditLog } from '../audit/open-folder.ts';
import { sha256OfText } from '../digest.ts';
import { newId } from '../ids.ts';
import { createProfileLibrary } from '../provisioning/profile-library.ts';
import type { Store } from '../store/store.ts';
import { worksIn } from '../works-file.ts';
import type { Arguments } from './arguments.ts';
import { keeperOf } from './keeper.ts';
import type { Output } from './output.ts';
import { tellFaults } from './profile-faults.ts';

/**
 * `profile add-step`: commands of a file become a step of what is not saved of a profile; with a device, values of its
 * row are written as variables. What the profile's check says no to is refused, and nothing is changed.
 */
export async function addPlanStep(profile: string, args: Arguments, output: Output): Promise<0 | 1> {
  const file = args.required('file');
  const commands = (await worksIn(file)).map((work) => ({ work }));
  const { keeper, forget } = await keeperOf(args);
  const folder = args.required('data');
  try {
    return await withAuditLog({ folder, keeper, actor: commandLineActor }, async ({ store, audit }) => {
      const library = createProfileLibrary(store, { now: () => Date.now(), newId, audit });
      const known = (await library.list()).find(({ name }) => name === profile);
      if (known === undefined) throw codedError('PROFILE_UNKNOWN', { profile });
      const { profileId } = known;
      const { draft, text: saved = '', versions } = library.detail(profileId);
      const [text, base] = draft ? [draft.text, draft.base] : [saved, versions[0]?.number];
      const plan = args.text('plan') ?? mainPlan;
      const after = stepsBefore(text, plan, args.text('after'));
      const name = args.text('step') ?? 'New step';
      const naming = namingOf(text);
      const variables = variableOffers(commands, rowOf(store, args.text('device')), naming);
      const chosen = { expected: new Set<string>(), variables };
      const step = planStepOf(name, commands, chosen, naming.configurations);
      const changed = withStep(text, { plan, after }, step);
      const reading = checkProfileText(changed, profile);
      if (reading.kind === 'faults') return tellFaults(profile, reading.faults, output);
      store.transaction(() => {
        audit.record({ kind: 'planStepAdded', profile, plan, step: name, sha256: sha256OfText(changed) }, {});
        library.keepDraft(profileId, { base, text: changed });
      });
      output.json({ event: 'stepAdded', profile, plan, step: name, index: after, variables });
      output.words(`"${name}" is a step of ${profile}; it is saved as a version in the window.`);
      return 0;
    });
  } finally {
    forget();
  }
}

/** So many steps stand before the new one; all of them, where nothing is said. */
function stepsBefore(text: string, plan: string, after: string | undefined): number {
  const outline = planOutlines(text).find(({ name }) => name === plan);
  if (outline === undefined) throw codedError('PLAN_UNKNOWN', { plan });
  if (after === undefined) return outline.steps.length;
  const index = outline.steps.indexOf(after);
  if (index < 0) throw codedError('PLAN_STEP_UNKNOWN', { plan, step: after });
  return index + 1;
}

function rowOf(store: Store, deviceId: string | undefined): Variables {
  if (deviceId === undefined) return {};
  const device = store.devices.get(deviceId);
  if (device === undefined) throw codedError('DEVICE_UNKNOWN', { device: deviceId });
  return store.jobs.get(device.jobId).variables;
}
