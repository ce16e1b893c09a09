import type { CardDescription, EntryDescription } from '../../../core/card/describe-card.ts';
import { Fact } from '../../components/fact.tsx';
import { Tag } from '../../components/tag.tsx';
import { iccidGroups } from '../../format/identity.ts';
import { formatOctets } from '../../format/numbers.ts';
import { texts } from '../../texts.ts';

/** The card as a whole: who it says it is, what it can do, and what is listed on it. */
export function CardFacts({ card }: { readonly card: CardDescription }) {
  const { iccid, freeMemory, applications, application, token, entries } = card;
  return (
    <>
      <h3>{texts.cards.theCard}</h3>
      <dl className="facts">
        <Fact name={texts.cards.iccid} mono>
          {iccid === undefined ? texts.cards.untold : iccidGroups(iccid)}
        </Fact>
        <Fact name={texts.cards.atr}>
          <Atr card={card} />
        </Fact>
        <Fact name={texts.cards.freeMemory}>
          {freeMemory === undefined ? texts.cards.untold : formatOctets(freeMemory)}
        </Fact>
        <Fact name={texts.cards.pkcs15}>
          {application
            ? `${texts.cards.pkcs15By[application.by]}, ${texts.cards.onChannel(application.channel)}`
            : texts.cards.pkcs15Missing}
        </Fact>
        <Fact name={texts.cards.applications}>
          {applications.length === 0 && texts.cards.noApplication}
          {applications.map(({ aid, label }) => (
            <p key={aid}>
              {label !== undefined && <b>{label} </b>}
              <span className="mono">{aid}</span>
            </p>
          ))}
        </Fact>
        {token && (
          <Fact name={texts.cards.token}>
            {[
              token.label,
              token.manufacturer,
              token.serial === undefined ? undefined : texts.cards.tokenSerial(token.serial),
            ]
              .filter((words) => words !== undefined)
              .join(' · ')}
          </Fact>
        )}
        {entries.length > 0 && (
          <Fact name={texts.cards.entries}>
            {entries.map((entry, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the entries of a card never change their places
              <Entry key={index} entry={entry} />
            ))}
          </Fact>
        )}
      </dl>
    </>
  );
}

function Atr({ card: { atr, atrFacts } }: { readonly card: CardDescription }) {
  return (
    <>
      <p className="mono">{atr.replaceAll(/(..)(?=.)/g, '$1 ')}</p>
      {atrFacts.understood ? (
        <p className="atr-tags">
          {atrFacts.protocols.map((protocol) => (
            <Tag key={protocol}>{protocol}</Tag>
          ))}
          {atrFacts.extendedLength && <Tag>{texts.cards.extendedLength}</Tag>}
          <Tag>{texts.cards.channels(atrFacts.channels)}</Tag>
        </p>
      ) : (
        <p className="dim">{texts.cards.atrOdd}</p>
      )}
    </>
  );
}

function Entry({ entry }: { readonly entry: EntryDescription }) {
  if (entry.kind === 'other')
    return (
      <p>
        {entry.description} <span className="mono dim">{entry.octets}</span>
      </p>
    );
  const { file, index, length } = entry.path;
  return (
    <p>
      {texts.cards.entry[entry.encoding]}: <span className="mono">{file}</span>
      {index !== undefined && ` ${texts.cards.entryPart(index, length)}`}
    </p>
  );
}
