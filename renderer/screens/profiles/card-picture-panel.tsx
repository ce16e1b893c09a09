import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { cardLayoutSchema } from '../../../core/card/layout-schema.ts';
import { UsageBar } from '../../components/usage-bar.tsx';
import { texts } from '../../texts.ts';
import type { ProfileEditor } from './use-profile-editor.ts';

const words = texts.profileParts;
const fileNames = ['odf', 'tokenInfo', 'dodf', 'message'] as const;

/** What will be on a card, in words: the message for a sample row, the files, and whose card it is. */
export function CardPicturePanel({ editor }: { readonly editor: ProfileEditor }) {
  const now = editor.checked?.card;
  const [last, setLast] = useState(now);
  useEffect(() => {
    if (now) setLast(now);
  }, [now]);
  const card = now ?? last;
  const read = cardLayoutSchema.safeParse(editor.value(['card']));
  if (card === undefined || !read.success)
    return (
      <section className="detail panel card-picture" aria-label={words.pictureTitle}>
        <h2 className="kicker">{words.pictureTitle}</h2>
        <p className="dim">{words.pictureNone}</p>
      </section>
    );
  const layout = read.data;
  const { message, room, account, objects, secure } = card;
  const fits = message <= room;
  const files = fileNames.map((file) =>
    words.pictureFile(words.files[file], layout.files[file].identifier, layout.files[file].size),
  );
  const Icon = fits ? IconCircleCheck : IconAlertTriangle;
  return (
    <section
      className="detail panel card-picture"
      aria-label={words.pictureTitle}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls has to be reached by the keys
      tabIndex={0}
    >
      <h2 className="kicker">{words.pictureTitle}</h2>
      {now === undefined && <p className="dim">{words.pictureOutdated}</p>}
      <div className="card-picture__message">
        <b>{words.pictureMessage(message)}</b>
        <UsageBar octets={message} most={room} label={words.pictureTitle} />
        <p className={`card-picture__verdict card-picture__verdict--${fits ? 'fine' : 'bad'}`}>
          <Icon size="1.0625rem" aria-hidden="true" />
          <span>
            {fits ? words.pictureFits(room, room - message) : words.pictureTooLong(room, message - room)}
          </span>
        </p>
        {layout.create === 'never' && <p className="dim">{words.picturePrepared}</p>}
      </div>
      <ul className="card-picture__list">
        <li>{words.pictureAccount(account, secure)}</li>
        {objects.map(({ name, octets }) => (
          <li key={name}>{words.pictureObject(name, octets)}</li>
        ))}
      </ul>
      <ul className="card-picture__list">
        <li>{layout.iccid === undefined ? words.pictureUnbound : words.pictureBound(layout.iccid)}</li>
        <li>{layout.private ? words.picturePin : words.picturePlain}</li>
        <li>{layout.create === 'missing' ? words.pictureMade(files.join(', ')) : words.pictureNotMade}</li>
      </ul>
    </section>
  );
}
