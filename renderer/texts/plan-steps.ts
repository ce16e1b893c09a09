import { count } from './common.ts';

/** Commands that are saved as a step of a profile's plan. */
export const planSteps = {
  open: 'Save as a step…',
  title: 'Save as a step of a plan',
  lead: 'The profile is changed and not saved: you see the step in its text before a version comes of it.',
  stepLead: 'Where the step goes, and what has to come back of it.',
  profile: 'Profile',
  withDraft: (name: string) => `${name} (with changes that are not saved)`,
  noProfile: 'There is no profile in the library. Make or import one under Profiles first.',
  commands: 'Commands, in their order',
  stagedOnly: 'not carried out yet',
  next: 'Next',
  back: 'Back',
  add: 'Add the step',
  name: 'Name of the step',
  nameHint: 'What a person reads while it runs',
  plan: 'Plan',
  planName: (name: string) => (name === 'sessionPlan' ? 'Session plan' : name),
  after: 'After the step',
  first: 'Before all others',
  expected: 'Expect what came back',
  nothingCame:
    'None of the commands was carried out yet: the step expects that the device does each of them.',
  variables: 'Values of this device’s row',
  places: (places: number) => `in ${count(places, 'place', 'places')}`,
};
