import { describe, expect, it } from 'vitest';
import { cancelledButton, fileParameters, messageParameters } from './dialog.ts';

describe('zenity', () => {
  it('is told of title, file and filters', () => {
    const parameters = fileParameters('showSaveDialog', {
      title: 'Save the report',
      defaultPath: 'report.csv',
      filters: [
        { name: 'CSV', extensions: ['csv', 'txt'] },
        { name: 'All', extensions: ['*'] },
      ],
    });
    expect(parameters).toContain('--title=Save the report');
    expect(parameters).toContain('--filename=report.csv');
    expect(parameters).toContain('--file-filter=CSV | *.csv *.txt');
    expect(parameters).toContain('--file-filter=All | *');
  });

  it('is not given properties it does not know', () => {
    expect(() => fileParameters('showOpenDialog', { properties: ['showHiddenFiles'] })).toThrow(
      "electron-host does not provide the property 'showHiddenFiles' of dialog.showOpenDialog",
    );
  });

  it('shows the buttons in their order', () => {
    const parameters = messageParameters({
      type: 'warning',
      message: 'Port in use',
      buttons: ['Again', 'Quit'],
    });
    expect(parameters.slice(-2)).toEqual(['--extra-button=Again', '--extra-button=Quit']);
  });

  it('knows what closing the box means', () => {
    expect(cancelledButton({ message: '', buttons: ['A', 'B'], cancelId: 1 })).toBe(1);
    expect(cancelledButton({ message: '', buttons: ['Yes', 'No'] })).toBe(1);
    expect(cancelledButton({ message: '', buttons: ['A', 'B'] })).toBe(0);
  });
});
