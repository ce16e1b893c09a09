import { z } from 'zod';
import { parseClientUri } from '../dm/client-uri.ts';
import { CodedError } from '../errors.ts';
import { conditionMembers } from '../interaction/form-schema.ts';

const clientUriText = z
  .string()
  .superRefine((text, context) => {
    try {
      parseClientUri(text);
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      context.addIssue({ code: 'custom', message: error.fault.message });
    }
  })
  .describe('A ClientURI: MOID/instance/path, with *, (x) and ?nv=(x)/path:value where several are meant');

const address = z
  .string()
  .regex(/^(https?:\/\/|\{\{)/, 'an address of http or https is expected, or one of {{server.…}}')
  .describe('An address, for example {{server.shared}}/firmware.bin');

const resource = z
  .string()
  .regex(/^[\w.-]{1,100}$/, 'letters, digits, "_", "-" and "." are expected')
  .describe("The name that it gets among the device's own resources in the Data Repository");

const status = z.int().min(100).max(599);

const expectation = z
  .strictObject({
    status: z
      .union([status, z.array(status).min(1)])
      .optional()
      .describe('The status that counts as done, where it is not 200 (202 for an asynchronous EXEC)'),
    values: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
      .optional()
      .describe('Values by path, from the name of the node that was addressed: "DevInfo/DevID"'),
    configuration: z.string().optional().describe('The device must report exactly this configuration'),
  })
  .describe('What the device has to report');
const expect = { expect: expectation.optional() };
const statusOnly = { expect: expectation.pick({ status: true }).optional() };

/** A command of a session plan, as a profile writes it (DM 2.0 protocol, Commands). */
export const planCommandSchema = z
  .discriminatedUnion('command', [
    z.strictObject({
      command: z.literal('GET'),
      target: z.union([clientUriText, z.array(clientUriText).min(1)]),
      ...expect,
    }),
    z
      .strictObject({
        command: z.literal('HGET'),
        configuration: z
          .string()
          .optional()
          .describe('The configuration that the device fetches from the Data Repository'),
        source: address.optional().describe('Or the address of a resource that is there already'),
        credentials: z
          .literal('renew')
          .optional()
          .describe(
            'Or new credentials of the device: a password that is made for it and goes into its own DM Account ' +
              '(Auth/Trsp, which permits has to name). The old one is good until the device has reported 200 and ' +
              'has shown the new one, in this session or a later one; a card that was written before is worth ' +
              'nothing from then on. Needs https, or a device on this machine',
          ),
        target: clientUriText.optional().describe("Where it goes; left out, the configuration's own target"),
        deviceChooses: z
          .boolean()
          .default(false)
          .describe('Sent without a ClientURI: the device says where it went'),
        ...statusOnly,
      })
      .refine(
        ({ configuration, source, credentials }) =>
          [configuration, source, credentials].filter((each) => each !== undefined).length === 1,
        { message: 'either a configuration, a source or credentials are expected' },
      )
      .refine(({ credentials, target, deviceChooses }) => !credentials || !(target || deviceChooses), {
        message: "credentials go into the device's DM Account, and have no target",
        path: ['credentials'],
      }),
    z.strictObject({
      command: z.enum(['HPUT', 'HPOST']),
      targets: z.array(clientUriText).min(1),
      resource,
      ...statusOnly,
    }),
    z.strictObject({ command: z.literal('DELETE'), target: clientUriText, ...statusOnly }),
    z.strictObject({
      command: z.literal('EXEC'),
      target: clientUriText,
      asynchronous: z
        .boolean()
        .default(false)
        .describe('The device answers at once and reports the outcome later'),
      ...statusOnly,
    }),
    z
      .strictObject({
        command: z.literal('SHOW'),
        form: z
          .string()
          .optional()
          .describe("One of the profile's forms, shown by this workstation's server"),
        page: address.optional().describe('Or the address of a page that is somewhere else'),
        answers: z
          .enum(['wait', 'goOn'])
          .default('wait')
          .describe('With a form: whether the plan waits for its answers, or takes them when they come'),
        seconds: z
          .int()
          .min(1)
          .max(604_800)
          .default(900)
          .describe('With a form: how long its address can be used'),
        ...statusOnly,
      })
      .refine((show) => (show.form === undefined) !== (show.page === undefined), {
        message: 'either a form or a page is expected',
      }),
    z.strictObject({ command: z.literal('CONT'), serverUri: address, ...statusOnly }),
    z.strictObject({
      command: z.literal('DEFAULT'),
      configuration: z.string().describe('What the device fetches when something on it needs this MOID'),
      ...statusOnly,
    }),
    z.strictObject({ command: z.literal('SUB'), target: clientUriText, resource, ...statusOnly }),
    z.strictObject({ command: z.literal('UNSUB'), target: clientUriText, ...statusOnly }),
  ])
  // Named, it stands in the published schema once.
  .meta({ id: 'command' });
export type PlanCommandText = z.infer<typeof planCommandSchema>;

const wait = z
  .strictObject({
    alert: z
      .string()
      .min(1)
      .optional()
      .describe('The alert type; left out, the OperationComplete of the node that the step executes'),
    resultCodes: z.array(z.int()).min(1).default([200]).describe('Result codes that count as done'),
    seconds: z.int().min(1).max(604_800).default(600),
  })
  .describe('The step is done when the device has told the outcome, in this session or in a later one');

const answerCondition = z
  .strictObject({ form: z.string().describe('A form that was shown before'), ...conditionMembers })
  .meta({
    id: 'answerCondition',
    description: 'What was answered to a field of a form; all that is named must hold',
  });

export const stepSchema = z
  .strictObject({
    step: z.string().min(1).describe('What a person reads while the step runs'),
    when: z
      .union([answerCondition, z.array(answerCondition).min(1).max(10)])
      .optional()
      .describe('The step is left out where this does not hold; of several conditions, all must'),
    commands: z.array(planCommandSchema).min(1).describe('Sent together, in one package'),
    wait: wait.optional(),
    onFailure: z
      .union([z.enum(['stop', 'goOn']), z.strictObject({ retry: z.int().min(1).max(10) })])
      .default('stop')
      .describe(
        'stop ends the plan; goOn leaves the step out; retry sends it again so often before the plan ends',
      ),
  })
  .meta({ id: 'step' });

/** A session plan as a profile writes it: its steps, or its steps and the plan that follows. */
export const planSchema = z
  .union([
    z.array(stepSchema).min(1),
    z.strictObject({
      steps: z.array(stepSchema).min(1),
      next: z.string().optional().describe('The plan that follows when this one is fulfilled'),
    }),
  ])
  .meta({
    id: 'plan',
    description: 'Ordered steps; a step begins when the one before came back as expected',
  });
export type PlanText = z.infer<typeof planSchema>;
export type PlanStepText = z.infer<typeof stepSchema>;

/** The name of a profile's own session plan, among its plans. */
export const mainPlan = 'sessionPlan';

/** The steps of a plan, and the plan after it, in whichever form it is written. */
export function partsOf(plan: PlanText): { readonly steps: readonly PlanStepText[]; readonly next?: string } {
  if (Array.isArray(plan)) return { steps: plan };
  return plan.next === undefined ? { steps: plan.steps } : { steps: plan.steps, next: plan.next };
}
