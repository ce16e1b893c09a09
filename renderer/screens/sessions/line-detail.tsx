import type { ReactNode } from 'react';
import type { InteractionView } from '../../../core/api-interactions.ts';
import { visibleLines } from '../../../core/inspect/visible-text.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { Fact } from '../../components/fact.tsx';
import { formatNumber } from '../../format/numbers.ts';
import { formatExactTime } from '../../format/times.ts';
import { goTo } from '../../stores/navigation.ts';
import { texts } from '../../texts.ts';
import type { TimelineAlert } from './alerts.ts';
import type { CommandPart } from './command-parts.ts';
import { InteractionDetail } from './interaction-detail.tsx';
import { laidOut } from './package-json.ts';
import type { TimedCommand, TimelineItem } from './timeline.ts';
import { statusWordsOf } from './timeline-parts.tsx';

/** What is selected in the timeline: a line of the transcript, or one command or alert of it. */
export interface Selection {
  readonly item: number;
  readonly part?: number | undefined;
}

/** Beside the timeline: the selected line whole, as it was on the wire. */
export function LineDetail({
  item,
  part,
  deviceId,
  interactions,
}: {
  readonly item: TimelineItem;
  readonly part?: number | undefined;
  /** The device whose session it is. */
  readonly deviceId: string;
  /** Those of the session. */
  readonly interactions: readonly InteractionView[];
}) {
  if (item.kind === 'interaction') {
    const interaction = interactions.find(({ interactionId }) => interactionId === item.interactionId);
    if (interaction)
      return (
        <Panel title={texts.session.form.form}>
          <InteractionDetail interaction={interaction} />
        </Panel>
      );
  }
  if (part !== undefined && item.kind === 'package2') {
    const command = item.commands[part];
    if (command)
      return (
        <CommandDetail command={command} number={part + 1} of={item.commands.length} deviceId={deviceId} />
      );
  }
  if (part !== undefined && (item.kind === 'package1' || item.kind === 'package3')) {
    const alert = item.alerts[part];
    if (alert) return <AlertDetail alert={alert} number={part + 1} of={item.alerts.length} />;
  }
  return <Raw item={item} />;
}

function CommandDetail(props: {
  readonly command: TimedCommand;
  readonly number: number;
  readonly of: number;
  readonly deviceId: string;
}) {
  const { command } = props;
  return (
    <Panel title={texts.session.commandOf(command.name, props.number, props.of)}>
      <dl className="facts">
        {command.parts.map((part) => (
          <Fact key={part.whole} name={partName(part)} mono>
            {part.whole}
            {part.kind === 'node' && (
              <span className="raw__node">
                <ActionButton
                  size="sm"
                  label={texts.session.seeNodeLabel(part.whole)}
                  onRun={() => goTo({ name: 'device', deviceId: props.deviceId, clientUri: part.whole })}
                >
                  {texts.session.seeNode}
                </ActionButton>
              </span>
            )}
          </Fact>
        ))}
        {command.outcome !== 'none' && (
          <Fact name={texts.session.statusTitle}>
            <span className="status" data-outcome={command.outcome}>
              {statusWordsOf(command)}
            </span>
          </Fact>
        )}
      </dl>
      {command.answer && (
        <>
          <h3 className="kicker">{texts.session.answered}</h3>
          <pre>{laidOut(JSON.stringify(command.answer))}</pre>
        </>
      )}
    </Panel>
  );
}

function AlertDetail(props: { readonly alert: TimelineAlert; readonly number: number; readonly of: number }) {
  const { alert } = props;
  return (
    <Panel title={texts.session.alertOf(props.number, props.of)}>
      <dl className="facts">
        <Fact name={texts.session.alertType} mono>
          {alert.type}
        </Fact>
        {alert.source !== undefined && (
          <Fact name={texts.session.alertSource} mono>
            {alert.source}
          </Fact>
        )}
        {alert.target !== undefined && (
          <Fact name={texts.session.alertTarget} mono>
            {alert.target}
          </Fact>
        )}
        {alert.mark !== undefined && <Fact name={texts.session.alertMark}>{alert.mark}</Fact>}
        {alert.resultCode !== undefined && (
          <Fact name={texts.session.alertResult}>
            <span className="status" data-outcome={alert.tone === 'ok' ? 'ok' : 'failed'}>
              {alert.resultCode}
            </span>
          </Fact>
        )}
      </dl>
      {alert.json.Data !== undefined && (
        <>
          <h3 className="kicker">{texts.session.alertData}</h3>
          <pre>{laidOut(JSON.stringify(alert.json.Data))}</pre>
        </>
      )}
    </Panel>
  );
}

function Raw({ item }: { readonly item: TimelineItem }) {
  const { text, at } = item.entry;
  const octets = new TextEncoder().encode(text).length;
  return (
    <Panel title={rawTitle(item)}>
      <p className="dim">
        {formatExactTime(at)}
        {item.kind !== 'note' &&
          item.kind !== 'refused' &&
          ` · ${formatNumber(octets)} ${texts.session.octets}`}
      </p>
      {item.kind === 'note' || item.kind === 'refused' ? (
        <p>{visibleLines(text)}</p>
      ) : (
        <pre>{laidOut(text)}</pre>
      )}
    </Panel>
  );
}

function rawTitle({ entry }: TimelineItem): string {
  switch (entry.kind) {
    case 'package1':
      return texts.session.raw(texts.session.package(1));
    case 'package2':
      return texts.session.raw(texts.session.package(2));
    case 'package3':
      return texts.session.raw(texts.session.package(3));
    case 'repository':
      return texts.session.raw(texts.session.repository);
    case 'refused':
      return texts.session.refused;
    case 'interaction':
      return texts.session.form.form;
    case 'note':
      return texts.session.note;
  }
}

function partName(part: CommandPart): string {
  return texts.session[part.kind];
}

function Panel({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls has to be reached by the keys
    <aside className="raw panel" aria-label={title} tabIndex={0}>
      <h2 className="kicker">{title}</h2>
      {children}
    </aside>
  );
}
