import { NativeSelect, TextInput } from '@mantine/core';
import '../../components/form-styles.ts';
import { type KeyboardEvent, useState } from 'react';
import {
  type UpdateChoices,
  type UpdatePreview,
  type UpdateWish,
  usualOperationSeconds,
} from '../../../core/api-updates.ts';
import type { Fault } from '../../../core/errors.ts';
import { call } from '../../bench.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { notifyDone } from '../../components/notify.ts';
import { useCall } from '../../components/use-call.ts';
import { useTold } from '../../components/use-told.ts';
import { formatOctets } from '../../format/numbers.ts';
import { texts } from '../../texts.ts';
import { commandName, commandSubject } from './command-words.ts';
import { versionIn } from './update-words.ts';
import './commands-panel.css';
import './updates-panel.css';

const words = texts.deviceUpdates;

interface UpdateDialogProps {
  readonly deviceId: string;
  readonly onClose: () => void;
  readonly onStarted: (updateId: string) => unknown;
}

/** What a person has chosen so far; an empty text is the first that there is. */
interface Draft {
  readonly kind: 'firmware' | 'software';
  readonly instance: string;
  readonly component: string;
  readonly node: string;
  readonly name: string;
  readonly image: string;
  readonly version: string | undefined;
}

const emptyDraft: Draft = {
  ...{ kind: 'firmware', instance: '', component: '', node: '', name: '', image: '' },
  version: undefined,
};

/** A component that is not on the device yet. */
const another = '+';

/** Chooses what is to be installed, then shows the commands that this comes to; only then is anything sent. */
export function UpdateDialog({ deviceId, onClose, onStarted }: UpdateDialogProps) {
  const { state, reload } = useCall('updateChoices', { deviceId });
  useTold('resourcesChanged', reload);
  const [draft, setDraft] = useState(emptyDraft);
  const [reviewed, setReviewed] = useState<{ readonly wish: UpdateWish; readonly preview: UpdatePreview }>();
  const [fault, setFault] = useState<Fault>();
  const choices = state.kind === 'answer' ? state.answer : undefined;
  const wish = choices && wishOf(deviceId, draft, choices);
  const review = async () => {
    if (wish === undefined) return;
    const result = await call('checkUpdate', wish);
    setFault(result.kind === 'fault' ? result.fault : undefined);
    if (result.kind === 'answer') setReviewed({ wish, preview: result.answer });
  };
  const start = async () => {
    if (reviewed === undefined) return;
    const result = await call('startUpdate', {
      ...reviewed.wish,
      seconds: usualOperationSeconds,
      notify: true,
    });
    if (result.kind === 'fault') {
      setFault(result.fault);
      return;
    }
    const { notification, update } = result.answer;
    notifyDone(
      words.headline(update.order.image.name, update.order.version),
      notification === 'sent' ? words.notified : words.unknownAddress,
    );
    await onStarted(update.order.updateId);
  };
  return (
    <Dialog
      title={reviewed ? words.reviewTitle : words.chooseTitle}
      {...(reviewed ? { lead: words.reviewLead } : {})}
      onClose={onClose}
      actions={
        <>
          <ActionButton onRun={reviewed ? () => setReviewed(undefined) : onClose}>
            {reviewed ? words.back : words.cancel}
          </ActionButton>
          {reviewed ? (
            <ActionButton tone="primary" hotkey="Enter" needs="startUpdate" onRun={start}>
              {words.startNow}
            </ActionButton>
          ) : (
            <ActionButton tone="primary" hotkey="Enter" disabled={wish === undefined} onRun={review}>
              {words.review}
            </ActionButton>
          )}
        </>
      }
    >
      {fault && <FaultNotice fault={fault} />}
      {state.kind === 'fault' && <FaultNotice fault={state.fault} />}
      {reviewed ? (
        <Review preview={reviewed.preview} />
      ) : (
        choices && (
          <Choice
            draft={draft}
            choices={choices}
            onEnter={review}
            onChange={(part) => {
              setDraft({ ...draft, ...part });
              setFault(undefined);
            }}
          />
        )
      )}
    </Dialog>
  );
}

/** What a draft comes to; undefined while something is missing. */
function wishOf(deviceId: string, draft: Draft, choices: UpdateChoices): UpdateWish | undefined {
  const { kind } = draft;
  const way = choices[kind];
  const image = draft.image || choices.images[0]?.name;
  const version = draft.version ?? versionIn(image ?? '');
  if (way.kind === 'impossible' || image === undefined || version === '') return undefined;
  const found = way.objects.find(({ instance }) => instance === draft.instance) ?? way.objects[0];
  const instance = found?.instance ?? '';
  const rest = { deviceId, image, version };
  if (kind === 'firmware') return { ...rest, target: { kind, instance } };
  const chosen = componentOf(draft, found?.components ?? []);
  return chosen && { ...rest, target: { kind, instance, ...chosen } };
}

function componentOf(
  draft: Draft,
  components: readonly { readonly component: string; readonly name: string }[],
): { readonly component: string; readonly name: string } | undefined {
  const chosen = draft.component || components[0]?.component || another;
  const known = components.find(({ component }) => component === chosen);
  if (known) return { component: known.component, name: known.name };
  return /^[\w.-]{1,100}$/.test(draft.node)
    ? { component: draft.node, name: draft.name || draft.node }
    : undefined;
}

interface ChoiceProps {
  readonly draft: Draft;
  readonly choices: UpdateChoices;
  readonly onChange: (part: Partial<Draft>) => void;
  readonly onEnter: () => Promise<void>;
}

function Choice({ draft, choices, onChange, onEnter }: ChoiceProps) {
  const way = choices[draft.kind];
  const image = draft.image || (choices.images[0]?.name ?? '');
  const addImage = async () => {
    const result = await call('addResource', {});
    if (result.kind === 'fault') return result.fault;
    if (result.answer.kind === 'added') onChange({ image: result.answer.resource.name, version: undefined });
    return undefined;
  };
  const reviewByEnter = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.target instanceof HTMLInputElement)) return;
    event.preventDefault();
    void onEnter();
  };
  const kinds = ['firmware', 'software'] as const;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the fields take the keys; this only hears them
    <div className="command-fields" onKeyDown={reviewByEnter}>
      <NativeSelect
        label={words.what}
        value={draft.kind}
        onChange={(event) =>
          onChange({ kind: event.currentTarget.value === 'software' ? 'software' : 'firmware' })
        }
        data={kinds.map((value) => ({ value, label: words.kinds[value] }))}
      />
      {way.kind === 'impossible' ? (
        <FaultNotice fault={way.fault} />
      ) : (
        <>
          {!way.isKnown && <p className="dim">{words.notSaid}</p>}
          {way.objects.length > 1 && (
            <NativeSelect
              label={words.instance}
              value={draft.instance}
              onChange={(event) => onChange({ instance: event.currentTarget.value })}
              data={way.objects.map(({ instance }) => ({
                value: instance,
                label: instance || words.onlyInstance,
              }))}
            />
          )}
          {draft.kind === 'software' && <ComponentChoice draft={draft} way={way} onChange={onChange} />}
        </>
      )}
      {choices.images.length === 0 ? (
        <p>{words.noImage}</p>
      ) : (
        <NativeSelect
          label={words.image}
          value={image}
          onChange={(event) => onChange({ image: event.currentTarget.value, version: undefined })}
          data={choices.images.map(({ name, octets }) => ({
            value: name,
            label: `${name} (${formatOctets(octets)})`,
          }))}
        />
      )}
      <span>
        <ActionButton size="sm" needs="addResource" onRun={addImage}>
          {words.addImage}
        </ActionButton>
      </span>
      <TextInput
        label={words.version}
        description={words.versionHint}
        value={draft.version ?? versionIn(image)}
        onChange={(event) => onChange({ version: event.currentTarget.value })}
        spellCheck={false}
        maxLength={200}
      />
    </div>
  );
}

function ComponentChoice(props: {
  readonly draft: Draft;
  readonly way: Extract<UpdateChoices['software'], { kind: 'possible' }>;
  readonly onChange: (part: Partial<Draft>) => void;
}) {
  const { draft, way, onChange } = props;
  const found = way.objects.find(({ instance }) => instance === draft.instance) ?? way.objects[0];
  const components = found?.components ?? [];
  const chosen = draft.component || components[0]?.component || another;
  return (
    <>
      <NativeSelect
        label={words.component}
        value={chosen}
        onChange={(event) => onChange({ component: event.currentTarget.value })}
        data={[
          ...components.map(({ component, name, version }) => ({
            value: component,
            label: version === undefined ? name : `${name} ${version}`,
          })),
          { value: another, label: words.newComponent },
        ]}
      />
      {chosen === another && (
        <>
          <TextInput
            label={words.componentNode}
            value={draft.node}
            onChange={(event) => onChange({ node: event.currentTarget.value })}
            spellCheck={false}
            maxLength={100}
          />
          <TextInput
            label={words.componentName}
            value={draft.name}
            onChange={(event) => onChange({ name: event.currentTarget.value })}
            maxLength={100}
          />
        </>
      )}
    </>
  );
}

function Review({ preview }: { readonly preview: UpdatePreview }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls has to be reached by the keys
    <ol className="update-review" tabIndex={0}>
      {preview.steps.map(({ step, works }) => (
        <li key={step}>
          {words.steps[step]}
          <ul>
            {works.map(({ purpose, needed, work, problems }) => (
              <li key={purpose}>
                <b>{commandName(work)}</b> <span className="mono">{commandSubject(work)}</span>
                {!needed && <span className="dim"> ({words.optional})</span>}
                {problems.map(({ target, detail }) => (
                  <p key={`${target} ${detail}`} className="update-review__problem">
                    {detail} <span className="mono">{target}</span>
                  </p>
                ))}
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ol>
  );
}
