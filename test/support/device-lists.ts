/** A device list in the columns of the gateway profile: so many devices, whose numbers have their check digits. */
export function deviceList(rows: number, firmwareOf: (row: number) => string): string {
  const lines = Array.from({ length: rows }, (_, row) => {
    const number = String(row).padStart(6, '0');
    const imei = withCheckDigit(`35209900${number}`);
    const iccid = withCheckDigit(`894450100000${number}`);
    return `${imei},BX${number},GW-200,meter.example,Hall ${row % 7},${iccid},${firmwareOf(row)}`;
  });
  return `${['imei,serial,model,apn,site,iccid,fw', ...lines].join('\n')}\n`;
}

/** Digits with the check digit of ISO/IEC 7812-1 behind them. */
function withCheckDigit(digits: string): string {
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return `${digits}${(10 - (sum % 10)) % 10}`;
}
