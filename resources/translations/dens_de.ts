<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name></name>
    <message>
        <source>Studies (*.dcm *.zip *.nii *.nii.gz DICOMDIR);;All files (*)</source>
        <translation>Untersuchungen (*.dcm *.zip *.nii *.nii.gz DICOMDIR);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Open a folder with a CT study</source>
        <translation>Einen Ordner mit einer CT-Untersuchung öffnen</translation>
    </message>
    <message>
        <source>Open a study</source>
        <translation>Untersuchung öffnen</translation>
    </message>
    <message>
        <source>Export the report</source>
        <translation>Bericht exportieren</translation>
    </message>
    <message>
        <source>PDF (*.pdf)</source>
        <translation>PDF (*.pdf)</translation>
    </message>
    <message>
        <source>Export everything to a folder</source>
        <translation>Alles in einen Ordner exportieren</translation>
    </message>
    <message>
        <source>The distances could not be measured: {text}</source>
        <translation>Die Abstände konnten nicht gemessen werden: {text}</translation>
    </message>
    <message>
        <source>Measuring</source>
        <translation>Messung läuft</translation>
    </message>
    <message>
        <source>Starting the analysis</source>
        <translation>Analyse beginnt</translation>
    </message>
    <message>
        <source>The analysis was cancelled.</source>
        <translation>Die Analyse wurde abgebrochen.</translation>
    </message>
    <message>
        <source>The analysis stopped: {text}</source>
        <translation>Die Analyse wurde angehalten: {text}</translation>
    </message>
    <message>
        <source>Suspected: {levels}. N goes to the most suspected level.</source>
        <translation>Frakturverdacht: {levels}. N führt zum Wirbel mit dem stärksten Verdacht.</translation>
    </message>
    <message>
        <source>No level reaches the threshold; that does not mean that nothing is broken.</source>
        <translation>Kein Wirbel erreicht die Schwelle; das heißt nicht, dass nichts gebrochen ist.</translation>
    </message>
    <message>
        <source>Analysed in part: {levels}.</source>
        <translation>Nur teilweise analysiert: {levels}.</translation>
    </message>
    <message>
        <source>Not analysed: {levels}.</source>
        <translation>Nicht analysiert: {levels}.</translation>
    </message>
    <message>
        <source>&amp;Reset the mask of {level}</source>
        <translation>Maske von {level} &amp;zurücksetzen</translation>
    </message>
    <message>
        <source>Reading {slice_count} slices to compare with</source>
        <translation>{slice_count} Schichten werden zum Vergleich gelesen</translation>
    </message>
    <message>
        <source>Reading slice {done} of {total} to compare with</source>
        <translation>Schicht {done} von {total} wird zum Vergleich gelesen</translation>
    </message>
    <message>
        <source>There is nothing to export yet: analyse first.</source>
        <translation>Es gibt noch nichts zu exportieren: bitte zuerst analysieren.</translation>
    </message>
    <message>
        <source>Writing {name}</source>
        <translation>{name} wird geschrieben</translation>
    </message>
    <message>
        <source>Written: {names}</source>
        <translation>Geschrieben: {names}</translation>
    </message>
    <message>
        <source>Written to {folder}: {names}</source>
        <translation>Nach {folder} geschrieben: {names}</translation>
    </message>
    <message>
        <source>{said}. {missing}</source>
        <translation>{said}. {missing}</translation>
    </message>
    <message>
        <source>Nothing was exported. {text}</source>
        <translation>Es wurde nichts exportiert. {text}</translation>
    </message>
    <message>
        <source>Writing to {name}</source>
        <translation>Es wird in {name} geschrieben</translation>
    </message>
    <message>
        <source>{seen}: can&apos;t be written ({reason}), so the hints will come again next time.</source>
        <translation>{seen}: kann nicht geschrieben werden ({reason}), daher erscheinen die Hinweise beim nächsten Mal wieder.</translation>
    </message>
    <message>
        <source>Not enough memory. Close other programs and try again.</source>
        <translation>Der Arbeitsspeicher reicht nicht. Bitte andere Programme schließen und erneut versuchen.</translation>
    </message>
    <message>
        <source>Unexpected {name}: {error}</source>
        <translation>Unerwartet: {name}: {error}</translation>
    </message>
    <message>
        <source>Caption of the key image</source>
        <translation>Beschriftung des Schlüsselbilds</translation>
    </message>
    <message>
        <source>Name of the {kind}</source>
        <translation>Name: {kind}</translation>
    </message>
    <message>
        <source>{tool}, kept: {hint} (Esc ends)</source>
        <translation>{tool}, bleibt gewählt: {hint} (Esc beendet)</translation>
    </message>
    <message>
        <source>{tool}: {hint} (Esc ends)</source>
        <translation>{tool}: {hint} (Esc beendet)</translation>
    </message>
    <message>
        <source>Opening {name}</source>
        <translation>{name} wird geöffnet</translation>
    </message>
    <message>
        <source>Reading {slice_count} slices</source>
        <translation>{slice_count} Schichten werden gelesen</translation>
    </message>
    <message>
        <source>Looking for CT series in {name}</source>
        <translation>CT-Serien werden in {name} gesucht</translation>
    </message>
    <message>
        <source>Reading slice {done} of {total}</source>
        <translation>Schicht {done} von {total} wird gelesen</translation>
    </message>
    <message>
        <source>open a study first</source>
        <translation>zuerst eine Untersuchung öffnen</translation>
    </message>
    <message>
        <source>the study is still being read</source>
        <translation>die Untersuchung wird noch gelesen</translation>
    </message>
    <message>
        <source>Crosshair</source>
        <translation>Fadenkreuz</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>&amp;Undo: {undo}</source>
        <translation>&amp;Rückgängig: {undo}</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>&amp;Wiederholen</translation>
    </message>
    <message>
        <source>&amp;Redo: {redo}</source>
        <translation>&amp;Wiederholen: {redo}</translation>
    </message>
    <message>
        <source>The reading can&apos;t be saved. It goes on, and each change tries again.</source>
        <translation>Die Befundung kann nicht gesichert werden. Sie geht weiter, und jede Änderung versucht es erneut.</translation>
    </message>
    <message>
        <source>The reading can&apos;t be begun. {text}</source>
        <translation>Die Befundung kann nicht begonnen werden. {text}</translation>
    </message>
    <message>
        <source>{error} The settings last until the end.</source>
        <translation>{error} Die Einstellungen gelten bis zum Beenden.</translation>
    </message>
    <message>
        <source>{path}: the settings can&apos;t be read ({strerror}). Dens uses its own; check who may read the file.</source>
        <translation>{path}: Die Einstellungen können nicht gelesen werden ({strerror}). Dens verwendet seine eigenen; bitte prüfen, wer die Datei lesen darf.</translation>
    </message>
    <message>
        <source>it is no JSON ({error})</source>
        <translation>sie ist kein JSON ({error})</translation>
    </message>
    <message>
        <source>it names no version</source>
        <translation>sie nennt keine Version</translation>
    </message>
    <message>
        <source>{path}: these settings are of a newer Dens (version {found}). Dens uses its own settings and leaves the file as it is; changes last until Dens is closed.</source>
        <translation>{path}: Diese Einstellungen stammen von einem neueren Dens (Version {found}). Dens verwendet seine eigenen Einstellungen und lässt die Datei, wie sie ist; Änderungen gelten bis zum Beenden.</translation>
    </message>
    <message>
        <source>kept as {name}</source>
        <translation>aufbewahrt als {name}</translation>
    </message>
    <message>
        <source>left in its place</source>
        <translation>an ihrem Platz geblieben</translation>
    </message>
    <message>
        <source>{path}: the settings can&apos;t be used: {why}. Dens uses its own settings; the file is {kept}.</source>
        <translation>{path}: Die Einstellungen können nicht verwendet werden: {why}. Dens verwendet seine eigenen; die Datei ist {kept}.</translation>
    </message>
    <message>
        <source>The spine could not be followed: {text}</source>
        <translation>Der Wirbelsäule konnte nicht gefolgt werden: {text}</translation>
    </message>
    <message>
        <source>Following the spine</source>
        <translation>Der Verlauf der Wirbelsäule wird bestimmt</translation>
    </message>
    <message>
        <source>{file}: the list of recent studies can&apos;t be written ({strerror}). Check its folder.</source>
        <translation>{file}: Die Liste der zuletzt geöffneten Untersuchungen kann nicht geschrieben werden ({strerror}). Bitte den Ordner prüfen.</translation>
    </message>
    <message>
        <source>Surfaces are made from the masks of the levels: analyse first.</source>
        <translation>Die Oberflächen entstehen aus den Masken der Wirbel: bitte zuerst analysieren.</translation>
    </message>
    <message>
        <source>Making the surfaces…</source>
        <translation>Oberflächen werden erzeugt…</translation>
    </message>
    <message>
        <source>Not found: the masks hold no level.</source>
        <translation>Nicht gefunden: Die Masken enthalten keinen Wirbel.</translation>
    </message>
    <message>
        <source>Hide the studies</source>
        <translation>Untersuchungen ausblenden</translation>
    </message>
    <message>
        <source>Hide the straightened spine</source>
        <translation>Gestreckte Wirbelsäule ausblenden</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>Werkzeuge</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Studies</source>
        <translation>Untersuchungen</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Zurücksetzen</translation>
    </message>
    <message>
        <source>Maximise</source>
        <translation>Maximieren</translation>
    </message>
    <message>
        <source>◀ Level</source>
        <translation>◀ Wirbel</translation>
    </message>
    <message>
        <source>Level ▶</source>
        <translation>Wirbel ▶</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>More tools</source>
        <translation>Weitere Werkzeuge</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>&amp;Analysis</source>
        <translation>A&amp;nalyse</translation>
    </message>
    <message>
        <source>&amp;Read</source>
        <translation>&amp;Befundung</translation>
    </message>
    <message>
        <source>&amp;Measure</source>
        <translation>&amp;Messen</translation>
    </message>
    <message>
        <source>&amp;Window</source>
        <translation>&amp;Fenster</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>&amp;Image</source>
        <translation>&amp;Bild</translation>
    </message>
    <message>
        <source>Sl&amp;ab</source>
        <translation>Dic&amp;kschicht</translation>
    </message>
    <message>
        <source>&amp;Cine</source>
        <translation>&amp;Cine</translation>
    </message>
    <message>
        <source>Correct &amp;masks</source>
        <translation>&amp;Masken korrigieren</translation>
    </message>
    <message>
        <source>Erase {level}</source>
        <translation>{level} radieren</translation>
    </message>
    <message>
        <source>{level} not analysed</source>
        <translation>{level} nicht analysiert</translation>
    </message>
    <message>
        <source>Text of the own read</source>
        <translation>Text der eigenen Befundung</translation>
    </message>
    <message>
        <source>Take back the verdict on {level}</source>
        <translation>Urteil über {level} zurücknehmen</translation>
    </message>
    <message>
        <source>Accept {level}</source>
        <translation>{level} annehmen</translation>
    </message>
    <message>
        <source>Reject {level}</source>
        <translation>{level} ablehnen</translation>
    </message>
    <message>
        <source>Uncertain about {level}</source>
        <translation>{level} unsicher</translation>
    </message>
    <message>
        <source>Reopen {name}</source>
        <translation>{name} wieder öffnen</translation>
    </message>
    <message>
        <source>Confirm {name}</source>
        <translation>{name} bestätigen</translation>
    </message>
    <message>
        <source>Reject {name}</source>
        <translation>{name} ablehnen</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine Angabe</translation>
    </message>
    <message>
        <source>suspected</source>
        <translation>Verdacht</translation>
    </message>
    <message>
        <source>not suspected</source>
        <translation>kein Verdacht</translation>
    </message>
    <message>
        <source>uncertain</source>
        <translation>unsicher</translation>
    </message>
    <message>
        <source>Add {what}</source>
        <translation>{what} hinzufügen</translation>
    </message>
    <message>
        <source>Change {what}</source>
        <translation>{what} ändern</translation>
    </message>
    <message>
        <source>Delete {what}</source>
        <translation>{what} löschen</translation>
    </message>
    <message>
        <source>Draw {what}</source>
        <translation>{what} zeichnen</translation>
    </message>
    <message>
        <source>Move {what}</source>
        <translation>{what} verschieben</translation>
    </message>
    <message>
        <source>distance</source>
        <translation>Abstand</translation>
    </message>
    <message>
        <source>angle</source>
        <translation>Winkel</translation>
    </message>
    <message>
        <source>Cobb angle</source>
        <translation>Cobb-Winkel</translation>
    </message>
    <message>
        <source>ellipse</source>
        <translation>Ellipse</translation>
    </message>
    <message>
        <source>rectangle</source>
        <translation>Rechteck</translation>
    </message>
    <message>
        <source>outline</source>
        <translation>Umriss</translation>
    </message>
    <message>
        <source>arrow</source>
        <translation>Pfeil</translation>
    </message>
    <message>
        <source>text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>HU probe</source>
        <translation>HU-Sonde</translation>
    </message>
    <message>
        <source>box</source>
        <translation>Rahmen</translation>
    </message>
    <message>
        <source>Note on {level}</source>
        <translation>Notiz zu {level}</translation>
    </message>
    <message>
        <source>Own read of {level}: {impression}</source>
        <translation>Eigene Befundung von {level}: {impression}</translation>
    </message>
    <message>
        <source>finding at {level}</source>
        <translation>Befund an {level}</translation>
    </message>
    <message>
        <source>Erase from the masks</source>
        <translation>Aus den Masken radieren</translation>
    </message>
    <message>
        <source>Paint {level}</source>
        <translation>{level} malen</translation>
    </message>
    <message>
        <source>Erase from {level}</source>
        <translation>Von {level} radieren</translation>
    </message>
    <message>
        <source>Reset the mask of {level}</source>
        <translation>Maske von {level} zurücksetzen</translation>
    </message>
    <message>
        <source>key image</source>
        <translation>Schlüsselbild</translation>
    </message>
    <message>
        <source>The earlier reading session of this series could not be read. It was kept as {path}, and a new one was begun.</source>
        <translation>Die frühere Befundung dieser Serie konnte nicht gelesen werden. Sie wurde als {path} aufbewahrt und eine neue begonnen.</translation>
    </message>
    <message>
        <source>The discrepancy log is not as it was written, from entry {number} on: {reason}.</source>
        <translation>Das Protokoll der Abweichungen ist ab Eintrag {number} nicht mehr so, wie es geschrieben wurde: {reason}.</translation>
    </message>
    <message>
        <source>Taken from masks and HU, and no diagnosis. Click a row to see its line; confirm what you hold to be right.</source>
        <translation>Aus Masken und HU bestimmt, keine Diagnose. Ein Klick auf eine Zeile zeigt ihre Linie; bestätigen Sie, was Sie für richtig halten.</translation>
    </message>
    <message>
        <source>Distances are proposed from the masks of the levels: analyse first.</source>
        <translation>Die Abstände werden aus den Masken der Wirbel vorgeschlagen: bitte zuerst analysieren.</translation>
    </message>
    <message>
        <source>Measuring…</source>
        <translation>Messung läuft…</translation>
    </message>
    <message>
        <source>{name}: click its two ends in one plane. Esc gives up.</source>
        <translation>{name}: Bitte beide Enden in einer Ebene anklicken. Esc bricht ab.</translation>
    </message>
    <message>
        <source>within</source>
        <translation>innerhalb</translation>
    </message>
    <message>
        <source>between limits</source>
        <translation>zwischen den Grenzen</translation>
    </message>
    <message>
        <source>▲ beyond</source>
        <translation>▲ darüber</translation>
    </message>
    <message>
        <source>proposed</source>
        <translation>vorgeschlagen</translation>
    </message>
    <message>
        <source>confirmed</source>
        <translation>bestätigt</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>abgelehnt</translation>
    </message>
    <message>
        <source>limit {limit} ({source})</source>
        <translation>Grenzwert {limit} ({source})</translation>
    </message>
    <message>
        <source>Not measurable: {reason}</source>
        <translation>Nicht messbar: {reason}</translation>
    </message>
    <message>
        <source>{low:.1f} to {high}</source>
        <translation>{low:.1f} bis {high}</translation>
    </message>
    <message>
        <source>no key</source>
        <translation>keine Taste</translation>
    </message>
    <message>
        <source>Prior</source>
        <translation>Voraufnahme</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Spätere Aufnahme</translation>
    </message>
    <message>
        <source>Same day</source>
        <translation>Selber Tag</translation>
    </message>
    <message>
        <source>Hidden until your own read is committed</source>
        <translation>Verborgen, bis Sie Ihre eigene Befundung festschreiben</translation>
    </message>
    <message>
        <source>can&apos;t be shown: {reason}</source>
        <translation>kann nicht gezeigt werden: {reason}</translation>
    </message>
    <message>
        <source>shown</source>
        <translation>gezeigt</translation>
    </message>
    <message>
        <source>beside</source>
        <translation>daneben</translation>
    </message>
    <message>
        <source>loaded</source>
        <translation>geladen</translation>
    </message>
    <message>
        <source>Another patient</source>
        <translation>Anderer Patient</translation>
    </message>
    <message>
        <source>Perhaps another patient: no patient ID</source>
        <translation>Vielleicht ein anderer Patient: keine Patienten-ID</translation>
    </message>
    <message>
        <source>Same patient, date unknown</source>
        <translation>Selber Patient, Datum unbekannt</translation>
    </message>
    <message numerus="yes">
        <source>{n} day</source>
        <comment>{n} days</comment>
        <translation>
            <numerusform>{n} Tag</numerusform>
            <numerusform>{n} Tage</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} month</source>
        <comment>{n} months</comment>
        <translation>
            <numerusform>{n} Monat</numerusform>
            <numerusform>{n} Monate</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} year</source>
        <comment>{n} years</comment>
        <translation>
            <numerusform>{n} Jahr</numerusform>
            <numerusform>{n} Jahre</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} image</source>
        <comment>{n} images</comment>
        <translation>
            <numerusform>{n} Bild</numerusform>
            <numerusform>{n} Bilder</numerusform>
        </translation>
    </message>
    <message>
        <source>The brush corrects masks on the volume&apos;s own slices: reset the planes first (View menu).</source>
        <translation>Der Pinsel korrigiert Masken auf den eigenen Schichten des Volumens: bitte zuerst die Ebenen zurücksetzen (Menü Ansicht).</translation>
    </message>
    <message>
        <source>The brush corrects masks on the volume&apos;s own slices, and the gantry&apos;s tilt lets those of this plane lean: use it on the axial plane.</source>
        <translation>Der Pinsel korrigiert Masken auf den eigenen Schichten des Volumens, und durch die Gantryneigung stehen die dieser Ebene schräg: bitte in der axialen Ebene verwenden.</translation>
    </message>
    <message>
        <source>The study was closed. Stopped: {jobs}.</source>
        <translation>Die Untersuchung wurde geschlossen. Angehalten: {jobs}.</translation>
    </message>
    <message>
        <source>An export is being written. Close the study when that is done.</source>
        <translation>Ein Export wird noch geschrieben. Schließen Sie die Untersuchung danach.</translation>
    </message>
    <message>
        <source>its analysis</source>
        <translation>ihre Analyse</translation>
    </message>
    <message>
        <source>the reading of its slices</source>
        <translation>das Lesen ihrer Schichten</translation>
    </message>
    <message>
        <source>CURRENT</source>
        <translation>AKTUELL</translation>
    </message>
    <message>
        <source>Same study</source>
        <translation>Selbe Untersuchung</translation>
    </message>
    <message>
        <source>Date unknown</source>
        <translation>Datum unbekannt</translation>
    </message>
    <message>
        <source>There is nothing of this patient to compare with. Open an earlier study first (Ctrl+O).</source>
        <translation>Von diesem Patienten gibt es nichts zum Vergleichen. Bitte zuerst eine Voruntersuchung öffnen (Strg+O).</translation>
    </message>
    <message>
        <source>Only studies of one patient are compared: the same Patient ID, and the same birth date or name. These two are not certainly of one person.</source>
        <translation>Verglichen werden nur Untersuchungen desselben Patienten: gleiche Patienten-ID und gleiches Geburtsdatum oder gleicher Name. Diese beiden gehören nicht sicher zu einer Person.</translation>
    </message>
    <message>
        <source>The current study is still being read. Compare when all of it is there.</source>
        <translation>Die aktuelle Untersuchung wird noch gelesen. Vergleichen Sie, sobald sie vollständig da ist.</translation>
    </message>
    <message>
        <source>{title}: together with the current study it takes {needed:.1f} GiB, and this machine can spare {usable:.1f} GiB. Compare with a series of fewer slices.</source>
        <translation>{title}: Zusammen mit der aktuellen Untersuchung werden {needed:.1f} GiB gebraucht, dieser Rechner kann {usable:.1f} GiB entbehren. Bitte mit einer Serie aus weniger Schichten vergleichen.</translation>
    </message>
    <message>
        <source>The study to compare with can&apos;t be shown. {reason}</source>
        <translation>Die Vergleichsuntersuchung kann nicht gezeigt werden. {reason}</translation>
    </message>
    <message>
        <source>Not the same place: out of its volume</source>
        <translation>Nicht dieselbe Stelle: außerhalb ihres Volumens</translation>
    </message>
    <message>
        <source>Rotation unknown: plane may differ</source>
        <translation>Drehung unbekannt: Ebene kann abweichen</translation>
    </message>
    <message>
        <source>Go to one place in both and press Link here.</source>
        <translation>Gehen Sie in beiden an dieselbe Stelle und wählen Sie „Hier koppeln“.</translation>
    </message>
    <message>
        <source>Nothing links these two studies yet: other frames of reference, and no levels of both.</source>
        <translation>Noch koppelt nichts diese beiden Untersuchungen: andere Bezugssysteme und keine Wirbel aus beiden.</translation>
    </message>
    <message>
        <source>Not linked.</source>
        <translation>Nicht gekoppelt.</translation>
    </message>
    <message>
        <source>Linked by {said}</source>
        <translation>Gekoppelt: {said}</translation>
    </message>
    <message>
        <source>Not linked (known: {said})</source>
        <translation>Nicht gekoppelt (bekannt: {said})</translation>
    </message>
    <message>
        <source>frame of reference</source>
        <translation>gleiches Bezugssystem</translation>
    </message>
    <message>
        <source>hand, shifted only</source>
        <translation>von Hand, nur verschoben</translation>
    </message>
    <message>
        <source>{levels} of both</source>
        <translation>{levels} aus beiden</translation>
    </message>
    <message>
        <source>{said}, {residual:.1f} mm apart</source>
        <translation>{said}, {residual:.1f} mm Abweichung</translation>
    </message>
    <message>
        <source>{said}, turned {turn:.0f}°</source>
        <translation>{said}, um {turn:.0f}° gedreht</translation>
    </message>
    <message>
        <source>{said}, shifted only</source>
        <translation>{said}, nur verschoben</translation>
    </message>
    <message>
        <source>Cine, {cine_hz:.0f} slices a second</source>
        <translation>Cine, {cine_hz:.0f} Schichten pro Sekunde</translation>
    </message>
    <message>
        <source>Turned in its plane</source>
        <translation>In der Ebene gedreht</translation>
    </message>
    <message>
        <source>Oblique {angle}</source>
        <translation>Schräg {angle}</translation>
    </message>
    <message>
        <source>mirrored</source>
        <translation>gespiegelt</translation>
    </message>
    <message>
        <source>rotated</source>
        <translation>gedreht</translation>
    </message>
    <message>
        <source>inverted</source>
        <translation>invertiert</translation>
    </message>
    <message>
        <source>The masks were corrected when this series had another number of slices or pixels: these corrections can&apos;t be shown. Reset each corrected level to correct it anew.</source>
        <translation>Die Masken wurden korrigiert, als diese Serie eine andere Zahl von Schichten oder Pixeln hatte: Diese Korrekturen können nicht gezeigt werden. Setzen Sie jeden korrigierten Wirbel zurück, um ihn neu zu korrigieren.</translation>
    </message>
    <message>
        <source>The masks were corrected on an earlier analysis, which differs from this one. The corrections were laid over the new masks: please check them.</source>
        <translation>Die Masken wurden auf einer früheren Analyse korrigiert, die von dieser abweicht. Die Korrekturen wurden über die neuen Masken gelegt: bitte prüfen.</translation>
    </message>
    <message>
        <source>Wheel</source>
        <translation>Mausrad</translation>
    </message>
    <message>
        <source>Shift+wheel</source>
        <translation>Umschalt+Mausrad</translation>
    </message>
    <message>
        <source>Ctrl+wheel</source>
        <translation>Strg+Mausrad</translation>
    </message>
    <message>
        <source>Alt+wheel</source>
        <translation>Alt+Mausrad</translation>
    </message>
    <message>
        <source>Left-drag</source>
        <translation>Links ziehen</translation>
    </message>
    <message>
        <source>Middle-drag</source>
        <translation>Mitte ziehen</translation>
    </message>
    <message>
        <source>Right-drag</source>
        <translation>Rechts ziehen</translation>
    </message>
    <message>
        <source>Left-drag of a line near its middle</source>
        <translation>Linie nahe der Mitte links ziehen</translation>
    </message>
    <message>
        <source>Left-drag of a line near its end</source>
        <translation>Linie nahe dem Ende links ziehen</translation>
    </message>
    <message>
        <source>Left click</source>
        <translation>Linksklick</translation>
    </message>
    <message>
        <source>Left click or drag on a mark</source>
        <translation>Markierung anklicken oder ziehen</translation>
    </message>
    <message>
        <source>Right click</source>
        <translation>Rechtsklick</translation>
    </message>
    <message>
        <source>Double click</source>
        <translation>Doppelklick</translation>
    </message>
    <message>
        <source>Shift+move</source>
        <translation>Umschalt+Bewegen</translation>
    </message>
    <message>
        <source>Alt+click</source>
        <translation>Alt+Klick</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>Umschalt</translation>
    </message>
    <message>
        <source>Ctrl</source>
        <translation>Strg</translation>
    </message>
    <message>
        <source>Alt</source>
        <translation>Alt</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>↑</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>↓</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>←</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>→</translation>
    </message>
    <message>
        <source>PageUp</source>
        <translation>Bild↑</translation>
    </message>
    <message>
        <source>PageDown</source>
        <translation>Bild↓</translation>
    </message>
    <message>
        <source>PgUp</source>
        <translation>Bild↑</translation>
    </message>
    <message>
        <source>PgDown</source>
        <translation>Bild↓</translation>
    </message>
    <message>
        <source>Home</source>
        <translation>Pos1</translation>
    </message>
    <message>
        <source>End</source>
        <translation>Ende</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Leertaste</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>Return</source>
        <translation>Return</translation>
    </message>
    <message>
        <source>Tab</source>
        <translation>Tab</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Del</source>
        <translation>Entf</translation>
    </message>
    <message>
        <source> and </source>
        <translation> und </translation>
    </message>
    <message>
        <source>{key} (held)</source>
        <translation>{key} (gehalten)</translation>
    </message>
    <message>
        <source>Opens a CT of the cervical spine, finds the vertebrae C1 to C7, and names the levels at which it suspects a fracture, each with a probability beside its threshold.</source>
        <translation>Öffnet ein CT der Halswirbelsäule, findet die Wirbel C1 bis C7 und nennt die Wirbel, an denen es eine Fraktur vermutet, jeweils mit einer Wahrscheinlichkeit neben ihrer Schwelle.</translation>
    </message>
    <message>
        <source>Keeps your own word on every level beside the model&apos;s, and writes both into the report.</source>
        <translation>Bewahrt Ihr eigenes Urteil über jeden Wirbel neben dem des Modells und schreibt beide in den Bericht.</translation>
    </message>
    <message>
        <source>The figures below were measured on synthetic necks, too. How the networks do on scans of patients is not known: expect less. Harder synthetic necks than those give lower figures.</source>
        <translation>Auch die Zahlen unten wurden an synthetischen Hälsen gemessen. Wie gut die Netze auf Aufnahmen von Patienten arbeiten, ist nicht bekannt: Erwarten Sie weniger. Schwierigere synthetische Hälse als diese geben niedrigere Zahlen.</translation>
    </message>
    <message>
        <source>It does not rule a fracture out. A level below its threshold may be broken all the same.</source>
        <translation>Es schließt eine Fraktur nicht aus. Auch ein Wirbel unter seiner Schwelle kann gebrochen sein.</translation>
    </message>
    <message>
        <source>It looks at bone alone: not at ligaments, discs, cord, vessels or soft tissue, and at no level but C1 to C7.</source>
        <translation>Es betrachtet nur Knochen: nicht Bänder, Bandscheiben, Myelon, Gefäße oder Weichteile, und keine anderen Wirbel als C1 bis C7.</translation>
    </message>
    <message>
        <source>It is no medical device, and was tested on no patient. Every image has to be read by a radiologist.</source>
        <translation>Es ist kein Medizinprodukt und wurde an keinem Patienten erprobt. Jedes Bild muss von einer Radiologin oder einem Radiologen befundet werden.</translation>
    </message>
    <message>
        <source>“Not analysed” is a state of its own: nothing was decided of that level, neither that it is broken nor that it is whole. The reason stands beside it, such as that the level lies outside the field of view, or was not found in the masks.</source>
        <translation>„Nicht analysiert“ ist ein eigener Zustand: Über diesen Wirbel wurde nichts entschieden, weder dass er gebrochen noch dass er intakt ist. Der Grund steht daneben, etwa dass der Wirbel außerhalb des Bildfelds liegt oder in den Masken nicht gefunden wurde.</translation>
    </message>
    <message>
        <source>“In part” means that a piece of the level was missing: what was seen was judged, the rest was not.</source>
        <translation>„Teilweise“ heißt, dass ein Stück des Wirbels fehlte: Was zu sehen war, wurde beurteilt, der Rest nicht.</translation>
    </message>
    <message>
        <source>Such levels are yours alone to read.</source>
        <translation>Solche Wirbel haben Sie allein zu befunden.</translation>
    </message>
    <message>
        <source>Levels found and named right</source>
        <translation>Richtig gefundene und benannte Wirbel</translation>
    </message>
    <message>
        <source>Overlap of the masks with the truth (Dice)</source>
        <translation>Überlappung der Masken mit der Wahrheit (Dice)</translation>
    </message>
    <message>
        <source>Necks with a level named that is not in view</source>
        <translation>Hälse mit einem benannten Wirbel, der nicht im Bild ist</translation>
    </message>
    <message>
        <source>Broken levels that are suspected (sensitivity)</source>
        <translation>Gebrochene Wirbel, die vermutet werden (Sensitivität)</translation>
    </message>
    <message>
        <source>Whole levels that are not suspected (specificity)</source>
        <translation>Intakte Wirbel, die nicht vermutet werden (Spezifität)</translation>
    </message>
    <message>
        <source>Telling broken from whole levels apart (AUC)</source>
        <translation>Unterscheidung gebrochener von intakten Wirbeln (AUC)</translation>
    </message>
    <message>
        <source>Necks with a fracture that are suspected</source>
        <translation>Hälse mit Fraktur, die vermutet werden</translation>
    </message>
    <message>
        <source>Necks without one that are not suspected</source>
        <translation>Hälse ohne Fraktur, die nicht vermutet werden</translation>
    </message>
    <message>
        <source>Made data</source>
        <translation>Erzeugte Daten</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>Was es leistet</translation>
    </message>
    <message>
        <source>What it does not</source>
        <translation>Was es nicht leistet</translation>
    </message>
    <message>
        <source>What “not analysed” means</source>
        <translation>Was „nicht analysiert“ bedeutet</translation>
    </message>
    <message>
        <source>Trained on</source>
        <translation>Trainiert mit</translation>
    </message>
    <message>
        <source>Working threshold of a {name}: {value}</source>
        <translation>Arbeitsschwelle, {name}: {value}</translation>
    </message>
    <message>
        <source>Measured: {names}</source>
        <translation>Gemessen: {names}</translation>
    </message>
    <message>
        <source>Nothing was measured.</source>
        <translation>Es wurde nichts gemessen.</translation>
    </message>
    <message>
        <source>On {studies} synthetic necks; 95 % intervals in brackets.</source>
        <translation>An {studies} synthetischen Hälsen; 95-%-Intervalle in Klammern.</translation>
    </message>
    <message>
        <source>level</source>
        <translation>Wirbel</translation>
    </message>
    <message>
        <source>whole neck</source>
        <translation>ganzer Hals</translation>
    </message>
    <message>
        <source>Distance</source>
        <translation>Abstand</translation>
    </message>
    <message>
        <source>Angle</source>
        <translation>Winkel</translation>
    </message>
    <message>
        <source>Ellipse</source>
        <translation>Ellipse</translation>
    </message>
    <message>
        <source>Rectangle</source>
        <translation>Rechteck</translation>
    </message>
    <message>
        <source>Freehand</source>
        <translation>Freihand</translation>
    </message>
    <message>
        <source>Arrow</source>
        <translation>Pfeil</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Box</source>
        <translation>Rahmen</translation>
    </message>
    <message>
        <source>Key image</source>
        <translation>Schlüsselbild</translation>
    </message>
    <message>
        <source>outside the volume</source>
        <translation>außerhalb des Volumens</translation>
    </message>
    <message>
        <source>area {area:.1f} mm²</source>
        <translation>Fläche {area:.1f} mm²</translation>
    </message>
    <message>
        <source>no voxel inside</source>
        <translation>kein Voxel darin</translation>
    </message>
    <message>
        <source>{voxels} of it outside the volume</source>
        <translation>{voxels} davon außerhalb des Volumens</translation>
    </message>
    <message>
        <source>mean {mean:.0f} HU, SD {sd:.0f} HU</source>
        <translation>Mittel {mean:.0f} HU, SD {sd:.0f} HU</translation>
    </message>
    <message>
        <source>min {low:.0f} HU, max {high:.0f} HU</source>
        <translation>min. {low:.0f} HU, max. {high:.0f} HU</translation>
    </message>
    <message>
        <source>Cobb {angle}</source>
        <translation>Cobb {angle}</translation>
    </message>
    <message>
        <source>Axial</source>
        <translation>Axial</translation>
    </message>
    <message>
        <source>Sagittal</source>
        <translation>Sagittal</translation>
    </message>
    <message>
        <source>Coronal</source>
        <translation>Koronal</translation>
    </message>
    <message>
        <source>Oblique</source>
        <translation>Schräg</translation>
    </message>
    <message>
        <source>One large, the others small</source>
        <translation>Eine groß, die anderen klein</translation>
    </message>
    <message>
        <source>Two by two</source>
        <translation>Zwei mal zwei</translation>
    </message>
    <message>
        <source>Planes, strip and surfaces</source>
        <translation>Ebenen, Streifen und Oberflächen</translation>
    </message>
    <message>
        <source>Window and level</source>
        <translation>Fensterung</translation>
    </message>
    <message>
        <source>Pan</source>
        <translation>Verschieben</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>Nichts</translation>
    </message>
    <message>
        <source>One slice</source>
        <translation>Eine Schicht</translation>
    </message>
    <message>
        <source>Ten slices</source>
        <translation>Zehn Schichten</translation>
    </message>
    <message>
        <source>Set the crosshair</source>
        <translation>Fadenkreuz setzen</translation>
    </message>
    <message>
        <source>Live crosshair</source>
        <translation>Mitlaufendes Fadenkreuz</translation>
    </message>
    <message>
        <source>Windowing, zoom, flips</source>
        <translation>Fensterung, Zoom, Spiegeln</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>Zoom</translation>
    </message>
    <message>
        <source>Flip left and right</source>
        <translation>Links und rechts spiegeln</translation>
    </message>
    <message>
        <source>Flip top and bottom</source>
        <translation>Oben und unten spiegeln</translation>
    </message>
    <message>
        <source>Rotate by 90 degrees clockwise</source>
        <translation>Um 90 Grad im Uhrzeigersinn drehen</translation>
    </message>
    <message>
        <source>Rotate by 90 degrees back</source>
        <translation>Um 90 Grad zurückdrehen</translation>
    </message>
    <message>
        <source>Reset the view</source>
        <translation>Ansicht zurücksetzen</translation>
    </message>
    <message>
        <source>Slabs and turned planes</source>
        <translation>Schichtdicke und gedrehte Ebenen</translation>
    </message>
    <message>
        <source>Thickness of the slab</source>
        <translation>Schichtdicke</translation>
    </message>
    <message>
        <source>Reset turned planes alone</source>
        <translation>Nur gedrehte Ebenen zurücksetzen</translation>
    </message>
    <message>
        <source>Over the image</source>
        <translation>Über dem Bild</translation>
    </message>
    <message>
        <source>Texts in the corners</source>
        <translation>Texte in den Ecken</translation>
    </message>
    <message>
        <source>Layouts and windows</source>
        <translation>Anordnung und Fenster</translation>
    </message>
    <message>
        <source>One plane large</source>
        <translation>Eine Ebene groß</translation>
    </message>
    <message>
        <source>Planes, strip and 3-D</source>
        <translation>Ebenen, Streifen und 3-D</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>Befunden</translation>
    </message>
    <message>
        <source>Next level: suspected ones first, then unread ones</source>
        <translation>Nächster Wirbel: erst Verdacht, dann ungelesene</translation>
    </message>
    <message>
        <source>Previous level</source>
        <translation>Voriger Wirbel</translation>
    </message>
    <message>
        <source>Accept the level</source>
        <translation>Wirbel annehmen</translation>
    </message>
    <message>
        <source>Leave the level uncertain</source>
        <translation>Wirbel unsicher lassen</translation>
    </message>
    <message>
        <source>Undo what was said, measured or painted</source>
        <translation>Letzte Änderung zurücknehmen</translation>
    </message>
    <message>
        <source>Redo what was undone</source>
        <translation>Zurückgenommenes wiederholen</translation>
    </message>
    <message>
        <source>Measuring and marks</source>
        <translation>Messen und Markieren</translation>
    </message>
    <message>
        <source>Ellipse, Hounsfield units</source>
        <translation>Ellipse, HU</translation>
    </message>
    <message>
        <source>Rectangle, Hounsfield units</source>
        <translation>Rechteck, HU</translation>
    </message>
    <message>
        <source>Freehand, Hounsfield units</source>
        <translation>Freihand, HU</translation>
    </message>
    <message>
        <source>Probe, Hounsfield units</source>
        <translation>Sonde, HU</translation>
    </message>
    <message>
        <source>Select or move it</source>
        <translation>Auswählen oder verschieben</translation>
    </message>
    <message>
        <source>Correcting masks</source>
        <translation>Masken korrigieren</translation>
    </message>
    <message>
        <source>Brush; Esc puts it away</source>
        <translation>Pinsel; Esc legt ihn weg</translation>
    </message>
    <message>
        <source>Eraser</source>
        <translation>Radierer</translation>
    </message>
    <message>
        <source>Correct the mask of C1 … C7</source>
        <translation>Maske von C1 … C7 korrigieren</translation>
    </message>
    <message>
        <source>Correct the mask under the mouse</source>
        <translation>Maske unter der Maus korrigieren</translation>
    </message>
    <message>
        <source>Along the spine and 3-D</source>
        <translation>Entlang der Wirbelsäule und 3-D</translation>
    </message>
    <message>
        <source>Straightened spine</source>
        <translation>Gestreckte Wirbelsäule</translation>
    </message>
    <message>
        <source>Planes along a vertebra&apos;s axes</source>
        <translation>Ebenen nach den Achsen eines Wirbels</translation>
    </message>
    <message>
        <source>Surfaces in 3-D</source>
        <translation>3-D-Oberflächen</translation>
    </message>
    <message>
        <source>Studies and comparing</source>
        <translation>Untersuchungen und Vergleich</translation>
    </message>
    <message>
        <source>Open a folder</source>
        <translation>Einen Ordner öffnen</translation>
    </message>
    <message>
        <source>Open files</source>
        <translation>Dateien öffnen</translation>
    </message>
    <message>
        <source>Next series</source>
        <translation>Nächste Serie</translation>
    </message>
    <message>
        <source>Previous series</source>
        <translation>Vorige Serie</translation>
    </message>
    <message>
        <source>Link the two studies or not</source>
        <translation>Beide Untersuchungen koppeln oder nicht</translation>
    </message>
    <message>
        <source>Link them at the two crosshairs</source>
        <translation>An den beiden Fadenkreuzen koppeln</translation>
    </message>
    <message>
        <source>Report and export</source>
        <translation>Bericht und Export</translation>
    </message>
    <message>
        <source>Export everything</source>
        <translation>Alles exportieren</translation>
    </message>
    <message>
        <source>Export without identifiers</source>
        <translation>Ohne Identifikatoren exportieren</translation>
    </message>
    <message>
        <source>Help and everywhere</source>
        <translation>Hilfe und überall</translation>
    </message>
    <message>
        <source>Find a command by its name</source>
        <translation>Einen Befehl nach Namen suchen</translation>
    </message>
    <message>
        <source>Unread</source>
        <translation>Ungelesen</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>Angenommen</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>Uncertain</source>
        <translation>Unsicher</translation>
    </message>
    <message>
        <source>Own finding</source>
        <translation>Eigener Befund</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>Mittelwert</translation>
    </message>
    <message>
        <source>Spine bone</source>
        <translation>Knochen HWS</translation>
    </message>
    <message>
        <source>Temporal bone 1</source>
        <translation>Felsenbein 1</translation>
    </message>
    <message>
        <source>Temporal bone 2</source>
        <translation>Felsenbein 2</translation>
    </message>
    <message>
        <source>Soft tissue</source>
        <translation>Weichteile</translation>
    </message>
    <message>
        <source>axial</source>
        <translation>axiale</translation>
    </message>
    <message>
        <source>sagittal</source>
        <translation>sagittale</translation>
    </message>
    <message>
        <source>coronal</source>
        <translation>koronale</translation>
    </message>
    <message>
        <source>{plane} plane</source>
        <translation>{plane} Ebene</translation>
    </message>
    <message>
        <source>Previous slice</source>
        <translation>Vorige Schicht</translation>
    </message>
    <message>
        <source>Next slice</source>
        <translation>Nächste Schicht</translation>
    </message>
    <message>
        <source>Ten slices back</source>
        <translation>Zehn Schichten zurück</translation>
    </message>
    <message>
        <source>Ten slices on</source>
        <translation>Zehn Schichten vor</translation>
    </message>
    <message>
        <source>First slice</source>
        <translation>Erste Schicht</translation>
    </message>
    <message>
        <source>Last slice</source>
        <translation>Letzte Schicht</translation>
    </message>
    <message>
        <source>Thicker slab</source>
        <translation>Dickere Schicht</translation>
    </message>
    <message>
        <source>Thinner slab</source>
        <translation>Dünnere Schicht</translation>
    </message>
    <message>
        <source>Hide what lies over the image while held</source>
        <translation>Ausblenden, was über dem Bild liegt, solange gehalten</translation>
    </message>
    <message>
        <source>Not read</source>
        <translation>Nicht gelesen</translation>
    </message>
    <message>
        <source>Reader: {state}</source>
        <translation>Befunder: {state}</translation>
    </message>
    <message>
        <source>No study is open</source>
        <translation>Keine Untersuchung geöffnet</translation>
    </message>
    <message>
        <source>Not analysed yet</source>
        <translation>Noch nicht analysiert</translation>
    </message>
    <message>
        <source>Not read yet</source>
        <translation>Noch nicht gelesen</translation>
    </message>
    <message>
        <source>No analysis yet</source>
        <translation>Noch keine Analyse</translation>
    </message>
    <message>
        <source>I have read this level myself</source>
        <translation>Ich habe diesen Wirbel selbst befundet</translation>
    </message>
    <message>
        <source>There is nothing to reject</source>
        <translation>Es gibt nichts abzulehnen</translation>
    </message>
    <message>
        <source>I suspect it too</source>
        <translation>Ich vermute es auch</translation>
    </message>
    <message>
        <source>I don&apos;t suspect what the model suspects</source>
        <translation>Ich vermute nicht, was das Modell vermutet</translation>
    </message>
    <message>
        <source>I suspect nothing here either</source>
        <translation>Auch ich vermute hier nichts</translation>
    </message>
    <message>
        <source>I suspect what the model doesn&apos;t</source>
        <translation>Ich vermute, was das Modell nicht vermutet</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>Gelesen</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>Annehmen</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>Ablehnen</translation>
    </message>
    <message>
        <source>I can&apos;t tell</source>
        <translation>Ich kann es nicht sagen</translation>
    </message>
    <message>
        <source>I suspect a fracture here</source>
        <translation>Ich vermute hier eine Fraktur</translation>
    </message>
    <message>
        <source>I suspect nothing here</source>
        <translation>Ich vermute hier nichts</translation>
    </message>
    <message>
        <source>Your own read first</source>
        <translation>Zuerst Ihre eigene Befundung</translation>
    </message>
    <message>
        <source>The model&apos;s result is hidden until you commit your own read.</source>
        <translation>Das Ergebnis des Modells bleibt verborgen, bis Sie Ihre Befundung festschreiben.</translation>
    </message>
    <message>
        <source>What you said of this series is kept. Analyse to go on from there.</source>
        <translation>Ihre Befundung dieser Serie ist aufbewahrt. Analysieren Sie, um dort weiterzumachen.</translation>
    </message>
    <message>
        <source>{level} was not analysed: there is nothing to reject. Mark it as read by you or as uncertain, or add a finding of your own.</source>
        <translation>{level} wurde nicht analysiert: Es gibt nichts abzulehnen. Markieren Sie ihn als selbst gelesen oder als unsicher, oder fügen Sie einen eigenen Befund hinzu.</translation>
    </message>
    <message>
        <source>Your own read comes first, so there is nothing to accept. F says that you suspect a fracture at this level, X that you suspect none, U that you can&apos;t tell.</source>
        <translation>Ihre eigene Befundung kommt zuerst, es gibt noch nichts anzunehmen. F heißt: Frakturverdacht an diesem Wirbel, X: kein Verdacht, U: unsicher.</translation>
    </message>
    <message>
        <source>The model&apos;s result of this series has been shown. Blind-first reading begins with the next series.</source>
        <translation>Das Ergebnis des Modells zu dieser Serie wurde bereits gezeigt. „Zuerst blind“ beginnt mit der nächsten Serie.</translation>
    </message>
    <message>
        <source>The analysis is done. The model&apos;s result is hidden until you commit your own read.</source>
        <translation>Die Analyse ist fertig. Das Ergebnis des Modells bleibt verborgen, bis Sie Ihre Befundung festschreiben.</translation>
    </message>
    <message>
        <source>What you said can&apos;t be saved. Cancel to go back and export the report, or discard it.

{reasons}</source>
        <translation>Was Sie gesagt haben, kann nicht gesichert werden. Mit Abbrechen kehren Sie zurück und können den Bericht exportieren; sonst wird es verworfen.

{reasons}</translation>
    </message>
    <message>
        <source>The report would tell the model&apos;s result. Commit your own read first.</source>
        <translation>Der Bericht würde das Ergebnis des Modells verraten. Schreiben Sie zuerst Ihre eigene Befundung fest.</translation>
    </message>
    <message>
        <source>Suspected</source>
        <translation>Verdacht</translation>
    </message>
    <message>
        <source>Not suspected</source>
        <translation>Kein Verdacht</translation>
    </message>
    <message>
        <source>suspected, accepted</source>
        <translation>Verdacht, angenommen</translation>
    </message>
    <message>
        <source>rejected by reader</source>
        <translation>vom Befunder abgelehnt</translation>
    </message>
    <message>
        <source>suspected, reader uncertain</source>
        <translation>Verdacht, Befunder unsicher</translation>
    </message>
    <message>
        <source>Mask corrected by the reader</source>
        <translation>Maske vom Befunder korrigiert</translation>
    </message>
    <message>
        <source>Read, not analysed</source>
        <translation>Gelesen, nicht analysiert</translation>
    </message>
    <message>
        <source>calcified vessel</source>
        <translation>verkalktes Gefäß</translation>
    </message>
    <message>
        <source>vascular channel</source>
        <translation>Gefäßkanal</translation>
    </message>
    <message>
        <source>chronic fracture</source>
        <translation>alte Fraktur</translation>
    </message>
    <message>
        <source>osteophyte</source>
        <translation>Osteophyt</translation>
    </message>
    <message>
        <source>artefact</source>
        <translation>Artefakt</translation>
    </message>
    <message>
        <source>unfused apophysis</source>
        <translation>nicht verschmolzene Apophyse</translation>
    </message>
    <message>
        <source>transverse process</source>
        <translation>Querfortsatz</translation>
    </message>
    <message>
        <source>spinous process</source>
        <translation>Dornfortsatz</translation>
    </message>
    <message>
        <source>low level</source>
        <translation>tief gelegener Wirbel</translation>
    </message>
    <message>
        <source>suspected by reader</source>
        <translation>Verdacht des Befunders</translation>
    </message>
    <message>
        <source>own finding</source>
        <translation>eigener Befund</translation>
    </message>
    <message>
        <source>Own read: {impression}</source>
        <translation>Eigene Befundung: {impression}</translation>
    </message>
    <message>
        <source>{count} of {total} read</source>
        <translation>{count} von {total} gelesen</translation>
    </message>
    <message>
        <source>unread</source>
        <translation>ungelesen</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>angenommen</translation>
    </message>
    <message>
        <source>The model&apos;s result is shown. Your own read held nothing of any level.</source>
        <translation>Das Ergebnis des Modells wird gezeigt. Ihre eigene Befundung enthielt zu keinem Wirbel etwas.</translation>
    </message>
    <message>
        <source>The model&apos;s result is shown. It contradicts your own read at no level.</source>
        <translation>Das Ergebnis des Modells wird gezeigt. Es widerspricht Ihrer eigenen Befundung an keinem Wirbel.</translation>
    </message>
    <message numerus="yes">
        <source>The model&apos;s result is shown. It differs from your own read at {n} level: {levels}.</source>
        <comment>The model&apos;s result is shown. It differs from your own read at {n} levels: {levels}.</comment>
        <translation>
            <numerusform>Das Ergebnis des Modells wird gezeigt. Es weicht an {n} Wirbel von Ihrer eigenen Befundung ab: {levels}.</numerusform>
            <numerusform>Das Ergebnis des Modells wird gezeigt. Es weicht an {n} Wirbeln von Ihrer eigenen Befundung ab: {levels}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} file in {folder}</source>
        <comment>{n} files in {folder}</comment>
        <translation>
            <numerusform>{n} Datei in {folder}</numerusform>
            <numerusform>{n} Dateien in {folder}</numerusform>
        </translation>
    </message>
    <message>
        <source>left {left}, right {right}, top {top}, bottom {bottom}</source>
        <translation>links {left}, rechts {right}, oben {top}, unten {bottom}</translation>
    </message>
    <message>
        <source>The straightened spine is drawn from the masks of the levels: analyse first.</source>
        <translation>Die gestreckte Wirbelsäule entsteht aus den Masken der Wirbel: bitte zuerst analysieren.</translation>
    </message>
    <message>
        <source>Following the spine…</source>
        <translation>Der Verlauf der Wirbelsäule wird bestimmt…</translation>
    </message>
    <message>
        <source>Fewer than two levels were found: there is no spine to follow.</source>
        <translation>Es wurden weniger als zwei Wirbel gefunden: Es gibt keinen Verlauf der Wirbelsäule.</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>Nicht gefunden</translation>
    </message>
    <message>
        <source>In part</source>
        <translation>Teilweise</translation>
    </message>
    <message>
        <source>Not analysed</source>
        <translation>Nicht analysiert</translation>
    </message>
    <message>
        <source>not found in the masks</source>
        <translation>in den Masken nicht gefunden</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Research use only. Network weights trained on synthetic images.</source>
        <translation>Nur für die Forschung. Netze mit synthetischen Bildern trainiert.</translation>
    </message>
    <message>
        <source>No level could be analysed; the reason stands beside each. Is this a CT of the cervical spine?</source>
        <translation>Kein Wirbel konnte analysiert werden; der Grund steht jeweils daneben. Ist dies ein CT der Halswirbelsäule?</translation>
    </message>
    <message>
        <source>Nothing was decided of this neck: every level is yours to read.</source>
        <translation>Über diesen Hals wurde nichts entschieden: Jeden Wirbel haben Sie selbst zu befunden.</translation>
    </message>
    <message>
        <source>Fracture suspected in the neck, at no single level above the threshold.</source>
        <translation>Frakturverdacht am Hals, aber an keinem einzelnen Wirbel über der Schwelle.</translation>
    </message>
    <message>
        <source>born {date}</source>
        <translation>geb. {date}</translation>
    </message>
    <message>
        <source>Patient not named</source>
        <translation>Patient ohne Namen</translation>
    </message>
    <message>
        <source>Kept analysis from {moment}</source>
        <translation>Aufbewahrte Analyse vom {moment}</translation>
    </message>
    <message>
        <source>Series {number}</source>
        <translation>Serie {number}</translation>
    </message>
    <message>
        <source>The file calls this “{part}”. The networks know the cervical spine alone: what they say of anything else means nothing.</source>
        <translation>Die Datei nennt dies „{part}“. Die Netze kennen nur die Halswirbelsäule: Was sie über anderes sagen, bedeutet nichts.</translation>
    </message>
    <message>
        <source>stack {stack}</source>
        <translation>Stapel {stack}</translation>
    </message>
    <message>
        <source>{modality} series</source>
        <translation>{modality}-Serie</translation>
    </message>
    <message numerus="yes">
        <source>{n} slice</source>
        <comment>{n} slices</comment>
        <translation>
            <numerusform>{n} Schicht</numerusform>
            <numerusform>{n} Schichten</numerusform>
        </translation>
    </message>
    <message>
        <source>every {spacing:.4g} mm</source>
        <translation>alle {spacing:.4g} mm</translation>
    </message>
    <message>
        <source>Below threshold</source>
        <translation>Unter Schwelle</translation>
    </message>
    <message>
        <source>{said}, in part</source>
        <translation>{said}, teilweise</translation>
    </message>
    <message>
        <source>{summary}, probability of a fracture {chance}, threshold {limit}</source>
        <translation>{summary}, Wahrscheinlichkeit einer Fraktur {chance}, Schwelle {limit}</translation>
    </message>
    <message>
        <source>No level could be analysed</source>
        <translation>Kein Wirbel konnte analysiert werden</translation>
    </message>
    <message>
        <source>Fracture suspected</source>
        <translation>Frakturverdacht</translation>
    </message>
    <message>
        <source>Thresholds: whole neck {neck}, levels {levels}.</source>
        <translation>Schwellen: ganzer Hals {neck}, Wirbel {levels}.</translation>
    </message>
    <message>
        <source>Trained on: {trained_on}</source>
        <translation>Trainiert mit: {trained_on}</translation>
    </message>
    <message>
        <source>Drag the first arm to the vertex, then click where the second ends</source>
        <translation>Ersten Schenkel bis zum Scheitel ziehen, dann klicken, wo der zweite endet</translation>
    </message>
    <message>
        <source>Press at what it points at, drag away and let go</source>
        <translation>Drücken, worauf er zeigt, wegziehen und loslassen</translation>
    </message>
    <message>
        <source>Drag a line along the upper endplate, then one along the lower</source>
        <translation>Eine Linie entlang der oberen Endplatte ziehen, dann eine entlang der unteren</translation>
    </message>
    <message>
        <source>Drag from corner to corner, or click both</source>
        <translation>Von Ecke zu Ecke ziehen oder beide anklicken</translation>
    </message>
    <message>
        <source>Drag from end to end, or click both ends</source>
        <translation>Von Ende zu Ende ziehen oder beide Enden anklicken</translation>
    </message>
    <message>
        <source>Drag around the region; letting go closes it</source>
        <translation>Um die Region ziehen; Loslassen schließt sie</translation>
    </message>
    <message>
        <source>Click on the place</source>
        <translation>Die Stelle anklicken</translation>
    </message>
    <message>
        <source>Click on the place, then write</source>
        <translation>Die Stelle anklicken, dann schreiben</translation>
    </message>
    <message>
        <source>Open &amp;folder…</source>
        <translation>&amp;Ordner öffnen…</translation>
    </message>
    <message>
        <source>Open f&amp;iles…</source>
        <translation>Dateien ö&amp;ffnen…</translation>
    </message>
    <message>
        <source>Open DICOM files, a ZIP, a DICOMDIR or a NIfTI volume</source>
        <translation>DICOM-Dateien, ein ZIP, ein DICOMDIR oder ein NIfTI-Volumen öffnen</translation>
    </message>
    <message>
        <source>Open resul&amp;t…</source>
        <translation>Er&amp;gebnis öffnen…</translation>
    </message>
    <message>
        <source>Show a segmentation or report of this series, from a file</source>
        <translation>Eine Segmentierung oder einen Bericht zu dieser Serie aus einer Datei zeigen</translation>
    </message>
    <message>
        <source>P&amp;ut opened results away</source>
        <translation>Geöffnete Ergebnisse &amp;weglegen</translation>
    </message>
    <message>
        <source>Show Dens&apos;s own masks again</source>
        <translation>Wieder die Masken von Dens zeigen</translation>
    </message>
    <message>
        <source>Export &amp;report (PDF)…</source>
        <translation>&amp;Bericht exportieren (PDF)…</translation>
    </message>
    <message>
        <source>Write the report</source>
        <translation>Den Bericht schreiben</translation>
    </message>
    <message>
        <source>Export &amp;all…</source>
        <translation>&amp;Alles exportieren…</translation>
    </message>
    <message>
        <source>Write report, findings.json and masks to a folder</source>
        <translation>Bericht, findings.json und Masken in einen Ordner schreiben</translation>
    </message>
    <message>
        <source>Export anon&amp;ymised…</source>
        <translation>Anony&amp;misiert exportieren…</translation>
    </message>
    <message>
        <source>Write the series and its results without identifiers to a folder</source>
        <translation>Die Serie und ihre Ergebnisse ohne Patientendaten in einen Ordner schreiben</translation>
    </message>
    <message>
        <source>Send to &amp;PACS…</source>
        <translation>An &amp;PACS senden…</translation>
    </message>
    <message>
        <source>Send the results to the archive of the settings</source>
        <translation>Die Ergebnisse an das Archiv aus den Einstellungen senden</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>Bee&amp;nden</translation>
    </message>
    <message>
        <source>Close the window</source>
        <translation>Das Fenster schließen</translation>
    </message>
    <message>
        <source>&amp;Studies</source>
        <translation>&amp;Untersuchungen</translation>
    </message>
    <message>
        <source>Show studies and series</source>
        <translation>Untersuchungen und Serien zeigen</translation>
    </message>
    <message>
        <source>Next s&amp;eries</source>
        <translation>Nächste Ser&amp;ie</translation>
    </message>
    <message>
        <source>Show the next series</source>
        <translation>Die nächste Serie zeigen</translation>
    </message>
    <message>
        <source>Previ&amp;ous series</source>
        <translation>&amp;Vorige Serie</translation>
    </message>
    <message>
        <source>Show the previous series</source>
        <translation>Die vorige Serie zeigen</translation>
    </message>
    <message>
        <source>File window</source>
        <translation>Fenster der Datei</translation>
    </message>
    <message>
        <source>The file&apos;s own</source>
        <translation>Das der Datei eigene</translation>
    </message>
    <message>
        <source>&amp;Masks</source>
        <translation>&amp;Masken</translation>
    </message>
    <message>
        <source>Show the masks of the levels</source>
        <translation>Die Masken der Wirbel zeigen</translation>
    </message>
    <message>
        <source>&amp;Boxes</source>
        <translation>&amp;Rahmen</translation>
    </message>
    <message>
        <source>Show the boxes of the levels</source>
        <translation>Die Rahmen der Wirbel zeigen</translation>
    </message>
    <message>
        <source>E&amp;vidence</source>
        <translation>M&amp;odell-Heatmap</translation>
    </message>
    <message>
        <source>Show where the model sees a crack in the level</source>
        <translation>Zeigen, wo das Modell im Wirbel eine Bruchlinie sieht</translation>
    </message>
    <message>
        <source>C&amp;1–C7 strip</source>
        <translation>C1–C7-Strei&amp;fen</translation>
    </message>
    <message>
        <source>Show the straightened spine</source>
        <translation>Die gestreckte Wirbelsäule zeigen</translation>
    </message>
    <message>
        <source>Ali&amp;gn to level</source>
        <translation>Am Wirbel &amp;ausrichten</translation>
    </message>
    <message>
        <source>Show planes along a vertebra&apos;s own axes</source>
        <translation>Ebenen entlang der Achsen eines Wirbels zeigen</translation>
    </message>
    <message>
        <source>3-&amp;D surfaces</source>
        <translation>3-&amp;D-Oberflächen</translation>
    </message>
    <message>
        <source>Show the vertebrae as surfaces</source>
        <translation>Die Wirbel als Oberflächen zeigen</translation>
    </message>
    <message>
        <source>&amp;Texts</source>
        <translation>&amp;Texte</translation>
    </message>
    <message>
        <source>Show the texts in the corners</source>
        <translation>Die Texte in den Ecken zeigen</translation>
    </message>
    <message>
        <source>&amp;Invert</source>
        <translation>&amp;Invertieren</translation>
    </message>
    <message>
        <source>Exchange black and white</source>
        <translation>Schwarz und Weiß tauschen</translation>
    </message>
    <message>
        <source>Flip &amp;left and right</source>
        <translation>&amp;Links und rechts spiegeln</translation>
    </message>
    <message>
        <source>Mirror the plane</source>
        <translation>Die Ebene spiegeln</translation>
    </message>
    <message>
        <source>Flip &amp;top and bottom</source>
        <translation>&amp;Oben und unten spiegeln</translation>
    </message>
    <message>
        <source>Rotate &amp;clockwise</source>
        <translation>Im &amp;Uhrzeigersinn drehen</translation>
    </message>
    <message>
        <source>Rotate by 90 degrees</source>
        <translation>Um 90 Grad drehen</translation>
    </message>
    <message>
        <source>Rotate &amp;anticlockwise</source>
        <translation>&amp;Gegen den Uhrzeigersinn drehen</translation>
    </message>
    <message>
        <source>&amp;Single slice</source>
        <translation>&amp;Einzelschicht</translation>
    </message>
    <message>
        <source>One slice at a time</source>
        <translation>Eine Schicht auf einmal</translation>
    </message>
    <message>
        <source>Greatest value of a slab</source>
        <translation>Größter Wert einer Dickschicht</translation>
    </message>
    <message>
        <source>M&amp;ean</source>
        <translation>Mittel&amp;wert</translation>
    </message>
    <message>
        <source>Mean value of a slab</source>
        <translation>Mittlerer Wert einer Dickschicht</translation>
    </message>
    <message>
        <source>Least value of a slab</source>
        <translation>Kleinster Wert einer Dickschicht</translation>
    </message>
    <message>
        <source>Ne&amp;xt kind of slab</source>
        <translation>Nächs&amp;te Art der Dickschicht</translation>
    </message>
    <message>
        <source>Single slice, MIP, mean, MinIP</source>
        <translation>Einzelschicht, MIP, Mittelwert, MinIP</translation>
    </message>
    <message>
        <source>Play the slices of the plane</source>
        <translation>Die Schichten der Ebene abspielen</translation>
    </message>
    <message>
        <source>{rate:.0f} slices a second</source>
        <translation>{rate:.0f} Schichten pro Sekunde</translation>
    </message>
    <message>
        <source>Speed of cine</source>
        <translation>Geschwindigkeit des Cine</translation>
    </message>
    <message>
        <source>&amp;Reset view</source>
        <translation>Ansicht &amp;zurücksetzen</translation>
    </message>
    <message>
        <source>Everything of the planes as at first</source>
        <translation>Alles an den Ebenen wie am Anfang</translation>
    </message>
    <message>
        <source>Reset pla&amp;nes</source>
        <translation>Ebenen zurück&amp;setzen</translation>
    </message>
    <message>
        <source>Lay turned planes along the volume again</source>
        <translation>Gedrehte Ebenen wieder entlang des Volumens legen</translation>
    </message>
    <message>
        <source>T&amp;urn planes to level</source>
        <translation>Eb&amp;enen zum Wirbel drehen</translation>
    </message>
    <message>
        <source>Lay the planes along a vertebra&apos;s own axes</source>
        <translation>Die Ebenen entlang der Achsen eines Wirbels legen</translation>
    </message>
    <message>
        <source>Craniocer&amp;vical measurements</source>
        <translation>&amp;Kraniozervikale Messungen</translation>
    </message>
    <message>
        <source>Proposed distances with published limits, to be confirmed</source>
        <translation>Vorgeschlagene Abstände mit veröffentlichten Grenzwerten, zu bestätigen</translation>
    </message>
    <message>
        <source>Ma&amp;ximise pane</source>
        <translation>Ma&amp;ximieren</translation>
    </message>
    <message>
        <source>One plane fills the window</source>
        <translation>Eine Ebene füllt das Fenster</translation>
    </message>
    <message>
        <source>&amp;Full screen</source>
        <translation>&amp;Vollbild</translation>
    </message>
    <message>
        <source>The window fills the screen</source>
        <translation>Das Fenster füllt den Bildschirm</translation>
    </message>
    <message>
        <source>One &amp;large, two small</source>
        <translation>Eine &amp;groß, zwei klein</translation>
    </message>
    <message>
        <source>The active plane is large</source>
        <translation>Die aktive Ebene ist groß</translation>
    </message>
    <message>
        <source>&amp;Two by two</source>
        <translation>Z&amp;wei mal zwei</translation>
    </message>
    <message>
        <source>Planes of equal size and the surfaces</source>
        <translation>Gleich große Ebenen und die Oberflächen</translation>
    </message>
    <message>
        <source>&amp;Planes, strip and 3-D</source>
        <translation>Ebenen, &amp;Streifen und 3-D</translation>
    </message>
    <message>
        <source>The whole spine at a glance</source>
        <translation>Die ganze Wirbelsäule auf einen Blick</translation>
    </message>
    <message>
        <source>&amp;Second window</source>
        <translation>&amp;Zweites Fenster</translation>
    </message>
    <message>
        <source>The active plane in a window of its own</source>
        <translation>Die aktive Ebene in einem eigenen Fenster</translation>
    </message>
    <message>
        <source>{plane} in the second window</source>
        <translation>{plane} Ebene im zweiten Fenster</translation>
    </message>
    <message>
        <source>&amp;Close study</source>
        <translation>Untersuchung &amp;schließen</translation>
    </message>
    <message>
        <source>Close the current study</source>
        <translation>Die aktuelle Untersuchung schließen</translation>
    </message>
    <message>
        <source>Com&amp;pare</source>
        <translation>Ver&amp;gleichen</translation>
    </message>
    <message>
        <source>The patient&apos;s latest earlier study beside this one</source>
        <translation>Die letzte Voruntersuchung des Patienten neben dieser</translation>
    </message>
    <message>
        <source>&amp;Link</source>
        <translation>Ko&amp;ppeln</translation>
    </message>
    <message>
        <source>Both studies show the same place of the patient</source>
        <translation>Beide Untersuchungen zeigen dieselbe Stelle des Patienten</translation>
    </message>
    <message>
        <source>Link &amp;here</source>
        <translation>&amp;Hier koppeln</translation>
    </message>
    <message>
        <source>Take the two crosshairs for the same place</source>
        <translation>Die beiden Fadenkreuze für dieselbe Stelle nehmen</translation>
    </message>
    <message>
        <source>&amp;Analyse</source>
        <translation>&amp;Analysieren</translation>
    </message>
    <message>
        <source>Run both stages on this volume</source>
        <translation>Beide Stufen auf diesem Volumen rechnen</translation>
    </message>
    <message>
        <source>&amp;Cancel analysis</source>
        <translation>Analyse ab&amp;brechen</translation>
    </message>
    <message>
        <source>Stop the analysis</source>
        <translation>Die Analyse anhalten</translation>
    </message>
    <message>
        <source>&amp;Keys and mouse</source>
        <translation>&amp;Tasten und Maus</translation>
    </message>
    <message>
        <source>What every key does</source>
        <translation>Was jede Taste tut</translation>
    </message>
    <message>
        <source>&amp;What Dens can and cannot do</source>
        <translation>&amp;Was Dens kann und was nicht</translation>
    </message>
    <message>
        <source>What the networks were measured to do</source>
        <translation>Was die Netze nach Messung leisten</translation>
    </message>
    <message>
        <source>Show me &amp;around</source>
        <translation>&amp;Rundgang</translation>
    </message>
    <message>
        <source>Five hints on the window, once more</source>
        <translation>Noch einmal fünf Hinweise zum Fenster</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Stop cine, put the tool away, dismiss the message, leave a maximised pane</source>
        <translation>Cine anhalten, Werkzeug weglegen, Meldung verwerfen, maximierte Ebene verlassen</translation>
    </message>
    <message>
        <source>&amp;Settings…</source>
        <translation>&amp;Einstellungen…</translation>
    </message>
    <message>
        <source>Reading, text, keys and mouse</source>
        <translation>Befundung, Text, Tasten und Maus</translation>
    </message>
    <message>
        <source>&amp;Find a command…</source>
        <translation>&amp;Befehl suchen…</translation>
    </message>
    <message>
        <source>Every command by its name</source>
        <translation>Jeder Befehl mit Namen</translation>
    </message>
    <message>
        <source>&amp;Next level</source>
        <translation>&amp;Nächster Wirbel</translation>
    </message>
    <message>
        <source>Go to the next level: suspected ones first, then unread ones</source>
        <translation>Zum nächsten Wirbel: zuerst die mit Verdacht, dann die ungelesenen</translation>
    </message>
    <message>
        <source>&amp;Previous level</source>
        <translation>&amp;Voriger Wirbel</translation>
    </message>
    <message>
        <source>Go to the previous level</source>
        <translation>Zum vorigen Wirbel</translation>
    </message>
    <message>
        <source>&amp;Accept</source>
        <translation>&amp;Annehmen</translation>
    </message>
    <message>
        <source>Hold what the model does of this level</source>
        <translation>Dem Modell bei diesem Wirbel zustimmen</translation>
    </message>
    <message>
        <source>Re&amp;ject</source>
        <translation>Ab&amp;lehnen</translation>
    </message>
    <message>
        <source>Hold the opposite of what the model does</source>
        <translation>Das Gegenteil des Modells annehmen</translation>
    </message>
    <message>
        <source>Uncer&amp;tain</source>
        <translation>&amp;Unsicher</translation>
    </message>
    <message>
        <source>Leave this level undecided</source>
        <translation>Diesen Wirbel offen lassen</translation>
    </message>
    <message>
        <source>Add own &amp;finding</source>
        <translation>Eigenen Be&amp;fund hinzufügen</translation>
    </message>
    <message>
        <source>Add what you see at this level and the model missed</source>
        <translation>Hinzufügen, was Sie an diesem Wirbel sehen und das Modell übersehen hat</translation>
    </message>
    <message>
        <source>Take the latest change of the reading back</source>
        <translation>Die letzte Änderung der Befundung zurücknehmen</translation>
    </message>
    <message>
        <source>Take the change again that was taken back last</source>
        <translation>Die zuletzt zurückgenommene Änderung wiederholen</translation>
    </message>
    <message>
        <source>&amp;Blind first</source>
        <translation>Zuerst &amp;blind</translation>
    </message>
    <message>
        <source>Hide the model&apos;s result until your own read is committed</source>
        <translation>Das Ergebnis des Modells verbergen, bis Ihre eigene Befundung festgeschrieben ist</translation>
    </message>
    <message>
        <source>&amp;Commit my read</source>
        <translation>Befundung fest&amp;schreiben</translation>
    </message>
    <message>
        <source>Seal your own read for good, and show the model&apos;s result</source>
        <translation>Ihre eigene Befundung endgültig festschreiben und das Ergebnis des Modells zeigen</translation>
    </message>
    <message>
        <source>&amp;Distance</source>
        <translation>&amp;Abstand</translation>
    </message>
    <message>
        <source>Measure a length in mm</source>
        <translation>Eine Länge in mm messen</translation>
    </message>
    <message>
        <source>&amp;Angle</source>
        <translation>&amp;Winkel</translation>
    </message>
    <message>
        <source>Measure an angle</source>
        <translation>Einen Winkel messen</translation>
    </message>
    <message>
        <source>&amp;Cobb angle</source>
        <translation>&amp;Cobb-Winkel</translation>
    </message>
    <message>
        <source>Measure between two endplates</source>
        <translation>Zwischen zwei Endplatten messen</translation>
    </message>
    <message>
        <source>&amp;Ellipse</source>
        <translation>&amp;Ellipse</translation>
    </message>
    <message>
        <source>Hounsfield units in an ellipse</source>
        <translation>Hounsfield-Einheiten in einer Ellipse</translation>
    </message>
    <message>
        <source>&amp;Rectangle</source>
        <translation>&amp;Rechteck</translation>
    </message>
    <message>
        <source>Hounsfield units in a rectangle</source>
        <translation>Hounsfield-Einheiten in einem Rechteck</translation>
    </message>
    <message>
        <source>&amp;Freehand</source>
        <translation>&amp;Freihand</translation>
    </message>
    <message>
        <source>Hounsfield units in an outline</source>
        <translation>Hounsfield-Einheiten in einem Umriss</translation>
    </message>
    <message>
        <source>&amp;HU probe</source>
        <translation>&amp;HU-Sonde</translation>
    </message>
    <message>
        <source>Hounsfield units of a voxel</source>
        <translation>Hounsfield-Einheiten eines Voxels</translation>
    </message>
    <message>
        <source>Arro&amp;w</source>
        <translation>&amp;Pfeil</translation>
    </message>
    <message>
        <source>Point at something</source>
        <translation>Auf etwas zeigen</translation>
    </message>
    <message>
        <source>&amp;Text</source>
        <translation>&amp;Text</translation>
    </message>
    <message>
        <source>Write on the image</source>
        <translation>Auf das Bild schreiben</translation>
    </message>
    <message>
        <source>Kee&amp;p the tool</source>
        <translation>Werkzeug &amp;behalten</translation>
    </message>
    <message>
        <source>Draw on with the same tool, until Esc</source>
        <translation>Mit demselben Werkzeug weiterzeichnen, bis Esc</translation>
    </message>
    <message>
        <source>&amp;Key image</source>
        <translation>&amp;Schlüsselbild</translation>
    </message>
    <message>
        <source>Keep this view, with a caption</source>
        <translation>Diese Ansicht mit Beschriftung behalten</translation>
    </message>
    <message>
        <source>De&amp;lete mark</source>
        <translation>Markierung &amp;löschen</translation>
    </message>
    <message>
        <source>Delete the selected mark</source>
        <translation>Die gewählte Markierung löschen</translation>
    </message>
    <message>
        <source>&amp;Paint</source>
        <translation>&amp;Malen</translation>
    </message>
    <message>
        <source>Paint a level&apos;s mask with the left button</source>
        <translation>Die Maske eines Wirbels mit der linken Taste malen</translation>
    </message>
    <message>
        <source>&amp;Erase</source>
        <translation>&amp;Radieren</translation>
    </message>
    <message>
        <source>Erase a level&apos;s mask with the left button</source>
        <translation>Die Maske eines Wirbels mit der linken Taste radieren</translation>
    </message>
    <message>
        <source>Correct the mask of {level}</source>
        <translation>Die Maske von {level} korrigieren</translation>
    </message>
    <message>
        <source>&amp;Smaller brush</source>
        <translation>&amp;Kleinerer Pinsel</translation>
    </message>
    <message>
        <source>Make the brush smaller</source>
        <translation>Den Pinsel verkleinern</translation>
    </message>
    <message>
        <source>&amp;Larger brush</source>
        <translation>&amp;Größerer Pinsel</translation>
    </message>
    <message>
        <source>Make the brush larger</source>
        <translation>Den Pinsel vergrößern</translation>
    </message>
    <message>
        <source>&amp;Ball</source>
        <translation>K&amp;ugel</translation>
    </message>
    <message>
        <source>Correct neighbouring slices, too</source>
        <translation>Auch benachbarte Schichten korrigieren</translation>
    </message>
    <message>
        <source>&amp;Reset this level&apos;s mask</source>
        <translation>Maske dieses Wirbels &amp;zurücksetzen</translation>
    </message>
    <message>
        <source>Take back every correction of this level&apos;s mask</source>
        <translation>Alle Korrekturen an der Maske dieses Wirbels zurücknehmen</translation>
    </message>
    <message>
        <source>{hint} window</source>
        <translation>Fenster: {hint}</translation>
    </message>
    <message>
        <source>Aligned {plane} plane</source>
        <translation>Ausgerichtete {plane} Ebene</translation>
    </message>
    <message>
        <source>Measurement</source>
        <translation>Messung</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Limit</source>
        <translation>Grenzwert</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Stand</translation>
    </message>
    <message>
        <source>Dens: craniocervical and alignment measurements</source>
        <translation>Dens: kraniozervikale Messungen und Stellung</translation>
    </message>
    <message>
        <source>&amp;Confirm</source>
        <translation>&amp;Bestätigen</translation>
    </message>
    <message>
        <source>Keep it as a measurement of yours</source>
        <translation>Als Ihre Messung behalten</translation>
    </message>
    <message>
        <source>It does not hold</source>
        <translation>Sie trifft nicht zu</translation>
    </message>
    <message>
        <source>Re&amp;open</source>
        <translation>Wieder ö&amp;ffnen</translation>
    </message>
    <message>
        <source>Take your decision back</source>
        <translation>Ihre Entscheidung zurücknehmen</translation>
    </message>
    <message>
        <source>&amp;Place ends…</source>
        <translation>&amp;Enden setzen…</translation>
    </message>
    <message>
        <source>Click both ends yourself; that confirms it</source>
        <translation>Beide Enden selbst anklicken; das bestätigt sie</translation>
    </message>
    <message>
        <source>Proposed measurements</source>
        <translation>Vorgeschlagene Messungen</translation>
    </message>
    <message>
        <source>Limit {limit}: {source}</source>
        <translation>Grenzwert {limit}: {source}</translation>
    </message>
    <message>
        <source>Analyse</source>
        <translation>Analysieren</translation>
    </message>
    <message>
        <source>Analyse this volume</source>
        <translation>Dieses Volumen analysieren</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Cancel the analysis</source>
        <translation>Die Analyse abbrechen</translation>
    </message>
    <message>
        <source>Progress of the analysis</source>
        <translation>Fortschritt der Analyse</translation>
    </message>
    <message>
        <source>Analyse again</source>
        <translation>Erneut analysieren</translation>
    </message>
    <message>
        <source>Studies and series</source>
        <translation>Untersuchungen und Serien</translation>
    </message>
    <message>
        <source>&amp;Show</source>
        <translation>&amp;Zeigen</translation>
    </message>
    <message>
        <source>&amp;Compare with the shown study</source>
        <translation>Mit der gezeigten Untersuchung &amp;vergleichen</translation>
    </message>
    <message>
        <source>C&amp;lose this study</source>
        <translation>Diese Untersuchung &amp;schließen</translation>
    </message>
    <message>
        <source>● Shown</source>
        <translation>● Gezeigt</translation>
    </message>
    <message>
        <source>◐ Beside the shown one</source>
        <translation>◐ Neben der gezeigten</translation>
    </message>
    <message>
        <source>○ Loaded</source>
        <translation>○ Geladen</translation>
    </message>
    <message>
        <source>Paint</source>
        <translation>Malen</translation>
    </message>
    <message>
        <source>Erase</source>
        <translation>Radieren</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Put the brush away (Esc)</source>
        <translation>Den Pinsel weglegen (Esc)</translation>
    </message>
    <message>
        <source>Level whose mask is corrected</source>
        <translation>Wirbel, dessen Maske korrigiert wird</translation>
    </message>
    <message>
        <source>Radius of the brush in tenths of a millimetre</source>
        <translation>Radius des Pinsels in Zehntelmillimetern</translation>
    </message>
    <message>
        <source>Ball: neighbouring slices, too</source>
        <translation>Kugel: auch Nachbarschichten</translation>
    </message>
    <message>
        <source>Correct masks</source>
        <translation>Masken korrigieren</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>{level} is the model&apos;s mask</source>
        <translation>{level} ist die Maske des Modells</translation>
    </message>
    <message>
        <source>Reset {level} to the model&apos;s mask</source>
        <translation>{level} auf die Maske des Modells zurücksetzen</translation>
    </message>
    <message>
        <source>First, last slice</source>
        <translation>Erste, letzte Schicht</translation>
    </message>
    <message>
        <source>Window and level: right is wider, up is brighter</source>
        <translation>Fensterung: rechts weiter, oben heller</translation>
    </message>
    <message>
        <source>Move the plane that the line stands for</source>
        <translation>Die Ebene verschieben, für die die Linie steht</translation>
    </message>
    <message>
        <source>Turn the planes; with Shift in steps of 5 degrees</source>
        <translation>Ebenen drehen; mit Umschalt in 5-Grad-Schritten</translation>
    </message>
    <message>
        <source>Menu of what is there: crosshair, level, verdict, window, layout</source>
        <translation>Menü: Fadenkreuz, Wirbel, Urteil, Fenster, Anordnung</translation>
    </message>
    <message>
        <source>The active plane in a second window</source>
        <translation>Die aktive Ebene in einem zweiten Fenster</translation>
    </message>
    <message>
        <source>The file&apos;s own window</source>
        <translation>Das eigene Fenster der Datei</translation>
    </message>
    <message>
        <source>Slices and crosshair</source>
        <translation>Schichten und Fadenkreuz</translation>
    </message>
    <message>
        <source>Bone windows</source>
        <translation>Knochenfenster</translation>
    </message>
    <message>
        <source>Soft tissue window</source>
        <translation>Weichteilfenster</translation>
    </message>
    <message>
        <source>Cine: play the slices; any click, wheel or Esc stops</source>
        <translation>Cine abspielen; Klick, Mausrad oder Esc hält an</translation>
    </message>
    <message>
        <source>Evidence: where the model sees a crack in the level of the walk</source>
        <translation>Heatmap: wo das Modell im aktuellen Wirbel eine Bruchlinie sieht</translation>
    </message>
    <message>
        <source>Hide everything that lies over the image</source>
        <translation>Alles ausblenden, was über dem Bild liegt</translation>
    </message>
    <message>
        <source>Keep the tool after a mark; Esc puts it away</source>
        <translation>Werkzeug behalten; Esc legt es weg</translation>
    </message>
    <message>
        <source>Size of the brush</source>
        <translation>Größe des Pinsels</translation>
    </message>
    <message>
        <source>Brush as a ball through neighbouring slices, or in one slice</source>
        <translation>Pinsel als Kugel über Schichten, oder in einer Schicht</translation>
    </message>
    <message>
        <source>Commit your own read (blind first)</source>
        <translation>Ihre Befundung festschreiben (zuerst blind)</translation>
    </message>
    <message>
        <source>Proposed craniocervical and alignment measurements</source>
        <translation>Vorgeschlagene Messungen</translation>
    </message>
    <message>
        <source>Turn the planes along the vertebra at the crosshair; N and P then go on so</source>
        <translation>Ebenen nach dem Wirbel am Fadenkreuz drehen; N und P gehen so weiter</translation>
    </message>
    <message>
        <source>Reject the level; blind first: suspect none there</source>
        <translation>Wirbel ablehnen; zuerst blind: dort kein Verdacht</translation>
    </message>
    <message>
        <source>Add a finding of your own; blind first: suspect one there</source>
        <translation>Eigenen Befund hinzufügen; zuerst blind: dort Verdacht</translation>
    </message>
    <message>
        <source>Open a result of this series: a segmentation or a report</source>
        <translation>Ein Ergebnis zu dieser Serie öffnen: eine Segmentierung oder einen Bericht</translation>
    </message>
    <message>
        <source>The latest earlier study of the patient beside this one, and away again</source>
        <translation>Letzte Voruntersuchung daneben, und wieder weg</translation>
    </message>
    <message>
        <source>Close the study</source>
        <translation>Die Untersuchung schließen</translation>
    </message>
    <message>
        <source>Stop cine, put the tool away, dismiss a message, leave a maximised plane</source>
        <translation>Cine, Werkzeug, Meldung, maximierte Ebene beenden</translation>
    </message>
    <message>
        <source>Next control</source>
        <translation>Nächstes Bedienelement</translation>
    </message>
    <message>
        <source>Keys and mouse</source>
        <translation>Tasten und Maus</translation>
    </message>
    <message>
        <source>Compare &amp;with</source>
        <translation>Verg&amp;leichen mit</translation>
    </message>
    <message>
        <source>Ax</source>
        <translation>Ax</translation>
    </message>
    <message>
        <source>Sag</source>
        <translation>Sag</translation>
    </message>
    <message>
        <source>Cor</source>
        <translation>Kor</translation>
    </message>
    <message>
        <source>{plane} planes of both studies</source>
        <translation>{plane} Ebenen beider Untersuchungen</translation>
    </message>
    <message>
        <source>Show or hide the {plane} planes of both studies</source>
        <translation>Die {plane}n Ebenen beider Untersuchungen zeigen oder ausblenden</translation>
    </message>
    <message>
        <source>Leave the comparison</source>
        <translation>Vergleich verlassen</translation>
    </message>
    <message>
        <source>Show the current study alone</source>
        <translation>Nur die aktuelle Untersuchung zeigen</translation>
    </message>
    <message>
        <source>{badge}, {plane} plane</source>
        <translation>{badge}, {plane} Ebene</translation>
    </message>
    <message>
        <source>Let go to open</source>
        <translation>Zum Öffnen loslassen</translation>
    </message>
    <message>
        <source>Below threshold does not mean that nothing is broken.</source>
        <translation>Unter der Schwelle heißt nicht, dass nichts gebrochen ist.</translation>
    </message>
    <message>
        <source>Commit my read</source>
        <translation>Befundung festschreiben</translation>
    </message>
    <message>
        <source>Commit my own read and show the model&apos;s result</source>
        <translation>Meine Befundung festschreiben und das Ergebnis des Modells zeigen</translation>
    </message>
    <message>
        <source>Levels</source>
        <translation>Wirbel</translation>
    </message>
    <message>
        <source>⚠ Not saved</source>
        <translation>⚠ Nicht gesichert</translation>
    </message>
    <message>
        <source>Whole neck: {said}</source>
        <translation>Ganzer Hals: {said}</translation>
    </message>
    <message>
        <source>Find a command or a key</source>
        <translation>Befehl oder Taste suchen</translation>
    </message>
    <message>
        <source>Commands and their keys</source>
        <translation>Befehle und ihre Tasten</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>Record a key</source>
        <translation>Aufnehmen</translation>
    </message>
    <message>
        <source>Add another</source>
        <translation>Weitere</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Reset all</source>
        <translation>Alle zurück</translation>
    </message>
    <message>
        <source>Give it</source>
        <translation>Vergeben</translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation>Belassen</translation>
    </message>
    <message>
        <source>{key} is bound to “{title}”.</source>
        <translation>{key} gehört zu „{title}“.</translation>
    </message>
    <message>
        <source>Give it to “{title}”</source>
        <translation>An „{title}“ vergeben</translation>
    </message>
    <message>
        <source>Press a key… (Esc: none)</source>
        <translation>Taste drücken… (Esc: keine)</translation>
    </message>
    <message>
        <source>Show {level} on the images</source>
        <translation>{level} auf den Bildern zeigen</translation>
    </message>
    <message>
        <source>What Dens can and cannot do</source>
        <translation>Was Dens kann und was nicht</translation>
    </message>
    <message>
        <source>&amp;Belongs to</source>
        <translation>&amp;Gehört zu</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>&amp;Löschen</translation>
    </message>
    <message>
        <source>No level</source>
        <translation>Kein Wirbel</translation>
    </message>
    <message>
        <source>&amp;Caption…</source>
        <translation>&amp;Beschriftung…</translation>
    </message>
    <message>
        <source>&amp;Name…</source>
        <translation>&amp;Name…</translation>
    </message>
    <message>
        <source>Change the caption (click, then write)</source>
        <translation>Beschriftung ändern (klicken, dann schreiben)</translation>
    </message>
    <message>
        <source>Change the name (click, then write)</source>
        <translation>Namen ändern (klicken, dann schreiben)</translation>
    </message>
    <message>
        <source>Change the caption of {words}</source>
        <translation>Beschriftung von {words} ändern</translation>
    </message>
    <message>
        <source>Change the name of {words}</source>
        <translation>Namen von {words} ändern</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Delete {words}</source>
        <translation>{words} löschen</translation>
    </message>
    <message>
        <source>Marks</source>
        <translation>Markierungen</translation>
    </message>
    <message>
        <source>Dismiss the message</source>
        <translation>Die Meldung verwerfen</translation>
    </message>
    <message numerus="yes">
        <source>⚠ {n} remark on this volume</source>
        <comment>⚠ {n} remarks on this volume</comment>
        <translation>
            <numerusform>⚠ {n} Hinweis zu diesem Volumen</numerusform>
            <numerusform>⚠ {n} Hinweise zu diesem Volumen</numerusform>
        </translation>
    </message>
    <message>
        <source>… and {more} more (rest the mouse here)</source>
        <translation>… und {more} weitere (Maus hier ruhen lassen)</translation>
    </message>
    <message>
        <source>not labelled</source>
        <translation>ohne Bezeichnung</translation>
    </message>
    <message>
        <source>maker not named</source>
        <translation>Urheber nicht genannt</translation>
    </message>
    <message>
        <source>{name} is opened and stays hidden until your own read is committed (blind first).</source>
        <translation>{name} ist geöffnet und bleibt verborgen, bis Sie Ihre eigene Befundung festschreiben (Zuerst blind).</translation>
    </message>
    <message>
        <source>Masks</source>
        <translation>Masken</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Bericht</translation>
    </message>
    <message>
        <source>{kind}: {label}</source>
        <translation>{kind}: {label}</translation>
    </message>
    <message>
        <source>Show masks</source>
        <translation>Masken zeigen</translation>
    </message>
    <message>
        <source>Boxes</source>
        <translation>Rahmen</translation>
    </message>
    <message>
        <source>Show boxes</source>
        <translation>Rahmen zeigen</translation>
    </message>
    <message>
        <source>Evidence</source>
        <translation>Heatmap</translation>
    </message>
    <message>
        <source>Show the model&apos;s evidence</source>
        <translation>Heatmap des Modells zeigen</translation>
    </message>
    <message>
        <source>Opacity of the masks in per cent</source>
        <translation>Deckkraft der Masken in Prozent</translation>
    </message>
    <message>
        <source>Opacity of the masks</source>
        <translation>Deckkraft der Masken</translation>
    </message>
    <message>
        <source>Find a command</source>
        <translation>Befehl suchen</translation>
    </message>
    <message>
        <source>What do you want to do?</source>
        <translation>Was möchten Sie tun?</translation>
    </message>
    <message>
        <source>Commands that fit</source>
        <translation>Passende Befehle</translation>
    </message>
    <message>
        <source>Set the cross&amp;hair here</source>
        <translation>Fade&amp;nkreuz hier setzen</translation>
    </message>
    <message>
        <source>&amp;Layout</source>
        <translation>Anor&amp;dnung</translation>
    </message>
    <message>
        <source>&amp;Go to {level}</source>
        <translation>Zu {level} &amp;gehen</translation>
    </message>
    <message>
        <source>{level}: Add own &amp;finding</source>
        <translation>{level}: &amp;Eigenen Befund hinzufügen</translation>
    </message>
    <message>
        <source>Open rece&amp;nt</source>
        <translation>&amp;Zuletzt geöffnet</translation>
    </message>
    <message>
        <source>(not there any more)</source>
        <translation>(nicht mehr vorhanden)</translation>
    </message>
    <message>
        <source>{name}  in  {place}</source>
        <translation>{name}  in  {place}</translation>
    </message>
    <message>
        <source>Dens: {plane} plane</source>
        <translation>Dens: {plane} Ebene</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Kinds of settings</source>
        <translation>Arten von Einstellungen</translation>
    </message>
    <message>
        <source>&amp;Reading</source>
        <translation>&amp;Befundung</translation>
    </message>
    <message>
        <source>&amp;Keys</source>
        <translation>&amp;Tasten</translation>
    </message>
    <message>
        <source>&amp;Mouse</source>
        <translation>&amp;Maus</translation>
    </message>
    <message>
        <source>&amp;PACS</source>
        <translation>&amp;PACS</translation>
    </message>
    <message>
        <source>As the system&apos;s</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>From the next start on. Reports and errors in files stay in English.</source>
        <translation>Ab dem nächsten Start. Berichte und Fehler in Dateien bleiben englisch.</translation>
    </message>
    <message>
        <source>Window, dragged to the right</source>
        <translation>Fenster, nach rechts gezogen</translation>
    </message>
    <message>
        <source>Becomes wider</source>
        <translation>Wird weiter</translation>
    </message>
    <message>
        <source>Becomes narrower</source>
        <translation>Wird enger</translation>
    </message>
    <message>
        <source>Image, dragged up</source>
        <translation>Bild, nach oben gezogen</translation>
    </message>
    <message>
        <source>Becomes brighter</source>
        <translation>Wird heller</translation>
    </message>
    <message>
        <source>Becomes darker</source>
        <translation>Wird dunkler</translation>
    </message>
    <message>
        <source>Moved by a click, or with Shift</source>
        <translation>Bewegt mit einem Klick oder mit Umschalt</translation>
    </message>
    <message>
        <source>Moved with Shift alone</source>
        <translation>Bewegt nur mit Umschalt</translation>
    </message>
    <message>
        <source>Magnified slices</source>
        <translation>Vergrößerte Schichten</translation>
    </message>
    <message>
        <source>Smooth</source>
        <translation>Geglättet</translation>
    </message>
    <message>
        <source>Pixels as they are</source>
        <translation>Pixel, wie sie sind</translation>
    </message>
    <message>
        <source>Layout at first</source>
        <translation>Anordnung am Anfang</translation>
    </message>
    <message>
        <source>Second window</source>
        <translation>Zweites Fenster</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keines</translation>
    </message>
    <message>
        <source>Opacity of the masks at first</source>
        <translation>Deckkraft der Masken am Anfang</translation>
    </message>
    <message>
        <source>Size of text</source>
        <translation>Schriftgröße</translation>
    </message>
    <message>
        <source>Blind first</source>
        <translation>Zuerst blind</translation>
    </message>
    <message>
        <source>From the next start on</source>
        <translation>Ab dem nächsten Start</translation>
    </message>
    <message>
        <source>Your name in DICOM reports</source>
        <translation>Ihr Name in DICOM-Berichten</translation>
    </message>
    <message>
        <source>Family, Given</source>
        <translation>Nachname, Vorname</translation>
    </message>
    <message>
        <source>Your institution</source>
        <translation>Ihre Einrichtung</translation>
    </message>
    <message>
        <source>Not named</source>
        <translation>Nicht angegeben</translation>
    </message>
    <message>
        <source>On the images</source>
        <translation>Auf den Bildern</translation>
    </message>
    <message>
        <source>Drop a study here</source>
        <translation>Untersuchung hier ablegen</translation>
    </message>
    <message>
        <source>Opening</source>
        <translation>Wird geöffnet</translation>
    </message>
    <message>
        <source>This could not be opened</source>
        <translation>Dies konnte nicht geöffnet werden</translation>
    </message>
    <message>
        <source>A neck CT: a folder, DICOM files, a ZIP, a DICOMDIR or a NIfTI volume.</source>
        <translation>Ein CT des Halses: ein Ordner, DICOM-Dateien, ein ZIP, ein DICOMDIR oder ein NIfTI-Volumen.</translation>
    </message>
    <message>
        <source>First look: one slice of what is being opened</source>
        <translation>Erster Blick: eine Schicht dessen, was geöffnet wird</translation>
    </message>
    <message>
        <source>Progress of opening</source>
        <translation>Fortschritt des Öffnens</translation>
    </message>
    <message>
        <source>Cancel opening</source>
        <translation>Öffnen abbrechen</translation>
    </message>
    <message>
        <source>Open a folder…</source>
        <translation>Ordner öffnen…</translation>
    </message>
    <message>
        <source>Open files…</source>
        <translation>Dateien öffnen…</translation>
    </message>
    <message>
        <source>Opened lately</source>
        <translation>Zuletzt geöffnet</translation>
    </message>
    <message>
        <source>Voxel under the mouse</source>
        <translation>Voxel unter der Maus</translation>
    </message>
    <message>
        <source>Active tool</source>
        <translation>Aktives Werkzeug</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Straightened spine, front on the left, head on top</source>
        <translation>Gestreckte Wirbelsäule, vorn links, Kopf oben</translation>
    </message>
    <message>
        <source>Vertebrae as surfaces</source>
        <translation>Wirbel als Oberflächen</translation>
    </message>
    <message>
        <source>Surfaces need OpenGL, and this screen offers none.
Install the graphics card&apos;s driver, or Mesa for drawing without one.</source>
        <translation>Oberflächen brauchen OpenGL, und dieser Bildschirm bietet keines.
Installieren Sie den Treiber der Grafikkarte, oder Mesa, um ohne sie zu zeichnen.</translation>
    </message>
    <message>
        <source>Dens: surfaces</source>
        <translation>Dens: Oberflächen</translation>
    </message>
    <message>
        <source>Measuring tools</source>
        <translation>Messwerkzeuge</translation>
    </message>
    <message>
        <source>Drop a folder, files, a ZIP or a NIfTI on the window, or press {opening}. Your files are only read, and nothing leaves the computer unless you send it.</source>
        <translation>Legen Sie einen Ordner, Dateien, ein ZIP oder ein NIfTI auf dem Fenster ab, oder drücken Sie {opening}. Ihre Dateien werden nur gelesen, und nichts verlässt den Rechner, es sei denn, Sie senden es.</translation>
    </message>
    <message>
        <source>Look at it</source>
        <translation>Ansehen</translation>
    </message>
    <message>
        <source>The wheel goes through the slices, a left-drag changes the window, a click sets the crosshair. {bones} are the bone windows. A right click offers what is at that place.</source>
        <translation>Das Mausrad geht durch die Schichten, Ziehen mit links ändert die Fensterung, ein Klick setzt das Fadenkreuz. {bones} sind die Knochenfenster. Ein Rechtsklick bietet an, was es an der Stelle gibt.</translation>
    </message>
    <message>
        <source>Let it be analysed</source>
        <translation>Analysieren lassen</translation>
    </message>
    <message>
        <source>{analyse} finds C1 to C7 and names what the model suspects. A level below its threshold may be broken all the same.</source>
        <translation>{analyse} findet C1 bis C7 und nennt, was das Modell vermutet. Auch ein Wirbel unter seiner Schwelle kann gebrochen sein.</translation>
    </message>
    <message>
        <source>Go from level to level</source>
        <translation>Von Wirbel zu Wirbel</translation>
    </message>
    <message>
        <source>{following} goes to the next one. Accept with Enter, reject with {reject}, leave open with {unsure}: it is saved at once. Read &gt; Blind first hides the model&apos;s word until you have given yours.</source>
        <translation>{following} geht zum nächsten. Annehmen mit Enter, ablehnen mit {reject}, offen lassen mit {unsure}: Es wird sofort gesichert. Befundung &gt; Zuerst blind verbirgt das Urteil des Modells, bis Sie Ihres abgegeben haben.</translation>
    </message>
    <message>
        <source>{report} writes it, {everything} everything else, too. {keys} lists every key; {limits} tells what Dens can and cannot do, as it was measured. Help &gt; Show me around brings this back.</source>
        <translation>{report} schreibt ihn, {everything} auch alles andere. {keys} nennt jede Taste; {limits} sagt, was Dens nach Messung kann und was nicht. Hilfe &gt; Rundgang bringt dies zurück.</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>Überspringen</translation>
    </message>
    <message>
        <source>{number} of {total}</source>
        <translation>{number} von {total}</translation>
    </message>
    <message>
        <source>Hint {number} of {total}: {title}. {text}</source>
        <translation>Hinweis {number} von {total}: {title}. {text}</translation>
    </message>
    <message>
        <source>What you see here and the model missed, and where</source>
        <translation>Was Sie hier sehen und das Modell übersehen hat, und wo</translation>
    </message>
    <message>
        <source>Finding of my own</source>
        <translation>Eigener Befund</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Reasons against the suspicion at {level}</source>
        <translation>Gründe gegen den Verdacht an {level}</translation>
    </message>
    <message>
        <source>Why the model&apos;s suspicion is doubted</source>
        <translation>Warum der Verdacht des Modells bezweifelt wird</translation>
    </message>
    <message>
        <source>Add own finding</source>
        <translation>Befund ergänzen</translation>
    </message>
    <message>
        <source>Finding of your own at {level}</source>
        <translation>Eigener Befund an {level}</translation>
    </message>
    <message>
        <source>Loading the networks</source>
        <translation>Netze werden geladen</translation>
    </message>
    <message>
        <source>Finding the vertebrae</source>
        <translation>Wirbel werden gesucht</translation>
    </message>
    <message>
        <source>Boxing the vertebrae</source>
        <translation>Wirbel werden eingerahmt</translation>
    </message>
    <message>
        <source>Cutting the planes</source>
        <translation>Ebenen werden geschnitten</translation>
    </message>
    <message>
        <source>Looking for fractures</source>
        <translation>Frakturen werden gesucht</translation>
    </message>
    <message>
        <source>Not enough memory on the accelerator: going on on the CPU</source>
        <translation>Zu wenig Speicher auf dem Beschleuniger: weiter auf der CPU</translation>
    </message>
    <message>
        <source>outside the field of view</source>
        <translation>außerhalb des Bildfelds</translation>
    </message>
    <message>
        <source>not recognised, although it may lie in the field of view</source>
        <translation>nicht erkannt, obwohl er im Bildfeld liegen könnte</translation>
    </message>
    <message>
        <source>no cervical vertebra was recognised</source>
        <translation>kein Halswirbel wurde erkannt</translation>
    </message>
    <message>
        <source>less than a third of it lies in the field of view</source>
        <translation>weniger als ein Drittel liegt im Bildfeld</translation>
    </message>
    <message>
        <source>cut by the edge of the field of view</source>
        <translation>vom Rand des Bildfelds angeschnitten</translation>
    </message>
    <message>
        <source>the vertebrae in view are too large for cervical ones</source>
        <translation>die sichtbaren Wirbel sind für Halswirbel zu groß</translation>
    </message>
    <message>
        <source>the vertebrae can&apos;t be counted reliably</source>
        <translation>Wirbel nicht sicher abzählbar</translation>
    </message>
    <message>
        <source>not in the masks</source>
        <translation>nicht in den Masken</translation>
    </message>
    <message>
        <source>gantry tilt of {angle} degrees; positions stay true in mm</source>
        <translation>Gantryneigung von {angle} Grad; Positionen stimmen in mm</translation>
    </message>
    <message>
        <source>slices of {thickness} mm; small fractures may not be seen</source>
        <translation>Schichtdicke {thickness} mm; kleine Frakturen sind vielleicht nicht zu sehen</translation>
    </message>
    <message>
        <source>slices lie {low} to {high} mm apart; resampled along their normal to {spacing} mm</source>
        <translation>Schichtabstand {low} bis {high} mm; entlang der Normalen auf {spacing} mm umgerechnet</translation>
    </message>
    <message>
        <source>{count} slice is missing at {place} mm; interpolated</source>
        <translation>{count} Schicht fehlt bei {place} mm; interpoliert</translation>
    </message>
    <message>
        <source>{count} slices are missing at {place} mm; interpolated</source>
        <translation>{count} Schichten fehlen bei {place} mm; interpoliert</translation>
    </message>
    <message>
        <source>{count} slice is missing at {place} mm; left black</source>
        <translation>{count} Schicht fehlt bei {place} mm; schwarz gelassen</translation>
    </message>
    <message>
        <source>{count} slices are missing at {place} mm; left black</source>
        <translation>{count} Schichten fehlen bei {place} mm; schwarz gelassen</translation>
    </message>
    <message>
        <source>{count} slice at a place already taken, left out: {names}</source>
        <translation>{count} Schicht an einer schon belegten Stelle, ausgelassen: {names}</translation>
    </message>
    <message>
        <source>{count} slices at a place already taken, left out: {names}</source>
        <translation>{count} Schichten an schon belegten Stellen, ausgelassen: {names}</translation>
    </message>
    <message>
        <source>lossy compression, about {ratio} to 1; fine lines may be lost</source>
        <translation>verlustbehaftete Kompression, etwa {ratio} zu 1; feine Linien können fehlen</translation>
    </message>
    <message>
        <source>lossy compression, by an unstated ratio; fine lines may be lost</source>
        <translation>verlustbehaftete Kompression, Verhältnis nicht angegeben; feine Linien können fehlen</translation>
    </message>
    <message>
        <source>NIfTI: no patient, no modality; the numbers are taken as Hounsfield units</source>
        <translation>NIfTI: kein Patient, keine Modalität; die Zahlen gelten als Hounsfield-Einheiten</translation>
    </message>
    <message>
        <source>qform_code and sform_code are 0: left and right, head and feet are a guess</source>
        <translation>qform_code und sform_code sind 0: links und rechts, Kopf und Füße sind geraten</translation>
    </message>
    <message>
        <source>the least value is {least}: these are hardly Hounsfield units, and maybe no CT</source>
        <translation>der kleinste Wert ist {least}: das sind kaum Hounsfield-Einheiten, und vielleicht ist es kein CT</translation>
    </message>
    <message>
        <source>Basion-dens interval</source>
        <translation>Basion-Dens-Abstand</translation>
    </message>
    <message>
        <source>Atlanto-dens interval</source>
        <translation>Atlantodentaler Abstand</translation>
    </message>
    <message>
        <source>Prevertebral soft tissue {level}</source>
        <translation>Prävertebral {level}</translation>
    </message>
    <message>
        <source>Translation {upper}/{lower}</source>
        <translation>Versatz {upper}/{lower}</translation>
    </message>
    <message>
        <source>the anterior arch of C1 is not in the masks</source>
        <translation>der vordere Bogen von C1 ist nicht in den Masken</translation>
    </message>
    <message>
        <source>no dens lies behind the anterior arch of C1 in the masks</source>
        <translation>hinter dem vorderen Bogen von C1 liegt in den Masken kein Dens</translation>
    </message>
    <message>
        <source>the masks of C1 and C2 touch between arch and dens</source>
        <translation>die Masken von C1 und C2 berühren sich zwischen Bogen und Dens</translation>
    </message>
    <message>
        <source>the skull base is outside the field of view; place basion and dens tip yourself</source>
        <translation>die Schädelbasis liegt außerhalb des Bildfelds; setzen Sie Basion und Densspitze selbst</translation>
    </message>
    <message>
        <source>no bone was found above the dens; place basion and dens tip yourself</source>
        <translation>über dem Dens wurde kein Knochen gefunden; setzen Sie Basion und Densspitze selbst</translation>
    </message>
    <message>
        <source>the bone nearest to the dens is not clearly the clivus; place basion and dens tip yourself</source>
        <translation>der dem Dens nächste Knochen ist nicht eindeutig der Clivus; setzen Sie Basion und Densspitze selbst</translation>
    </message>
    <message>
        <source>the dens is not in the masks</source>
        <translation>der Dens ist nicht in den Masken</translation>
    </message>
    <message>
        <source>the posterior wall of {level} is not to be seen in the masks</source>
        <translation>die Hinterkante von {level} ist in den Masken nicht zu sehen</translation>
    </message>
    <message>
        <source>the endplate of {level} is not to be seen in the masks</source>
        <translation>die Endplatte von {level} ist in den Masken nicht zu sehen</translation>
    </message>
    <message>
        <source>the anterior surface of {level} is not in the masks</source>
        <translation>die Vorderfläche von {level} ist nicht in den Masken</translation>
    </message>
    <message>
        <source>the field of view ends before the airway</source>
        <translation>das Bildfeld endet vor dem Atemweg</translation>
    </message>
    <message>
        <source>no air within {reach} mm: the airway is closed or displaced</source>
        <translation>keine Luft innerhalb von {reach} mm: der Atemweg ist verschlossen oder verlagert</translation>
    </message>
    <message>
        <source>The masks hold no skull: the basion was looked for as bone. Check both ends.</source>
        <translation>Die Masken enthalten keinen Schädel: Das Basion wurde als Knochen gesucht. Bitte beide Enden prüfen.</translation>
    </message>
    <message>
        <source>{upper} stands behind {lower}</source>
        <translation>{upper} steht hinter {lower}</translation>
    </message>
    <message>
        <source>{upper} stands in front of {lower}</source>
        <translation>{upper} steht vor {lower}</translation>
    </message>
    <message>
        <source>{level} {reason}</source>
        <translation>{level} {reason}</translation>
    </message>
    <message>
        <source>{path}: how the series was left can&apos;t be read ({why}). It hangs as at first.</source>
        <translation>{path}: Wie die Serie verlassen wurde, kann nicht gelesen werden ({why}). Sie wird wie beim ersten Mal gezeigt.</translation>
    </message>
    <message>
        <source>Only a DICOM series can be exported without identifiers, and this volume is none.</source>
        <translation>Nur eine DICOM-Serie kann ohne Patientendaten exportiert werden, und dieses Volumen ist keine.</translation>
    </message>
    <message>
        <source>{folder}: holds files already; choose an empty folder.</source>
        <translation>{folder}: enthält schon Dateien; bitte einen leeren Ordner wählen.</translation>
    </message>
    <message>
        <source>{name}: can&apos;t be read ({why}). Copy the series again.</source>
        <translation>{name}: kann nicht gelesen werden ({why}). Bitte die Serie erneut kopieren.</translation>
    </message>
    <message>
        <source>(0028,0301) Burned In Annotation is YES</source>
        <translation>(0028,0301) Burned In Annotation ist YES</translation>
    </message>
    <message>
        <source>it is a picture of a screen (secondary capture)</source>
        <translation>es ist ein Bild eines Bildschirms (Secondary Capture)</translation>
    </message>
    <message>
        <source>it has an overlay (60xx,0102) among the bits of its pixels</source>
        <translation>es hat ein Overlay (60xx,0102) in den Bits seiner Pixel</translation>
    </message>
    <message>
        <source>{name}: its pixels may show who the patient is: {why}. Dens cleans no pixels; export the original series instead.</source>
        <translation>{name}: Die Pixel können zeigen, wer der Patient ist: {why}. Dens bereinigt keine Pixel; bitte stattdessen die Originalserie exportieren.</translation>
    </message>
    <message>
        <source>{name}: a value can&apos;t be read ({why}), so it can&apos;t be made anonymous. Export the series again.</source>
        <translation>{name}: Ein Wert kann nicht gelesen ({why}) und daher nicht anonymisiert werden. Bitte die Serie erneut exportieren.</translation>
    </message>
    <message>
        <source>DICOM SEG, SR and images need a DICOM series to refer to, and this volume is none; the other results hold everything that they would.</source>
        <translation>DICOM-SEG, -SR und -Bilder müssen auf eine DICOM-Serie verweisen, und dieses Volumen ist keine; die anderen Ergebnisse enthalten alles, was darin stünde.</translation>
    </message>
    <message>
        <source>The series has images of SOP class {name}, to which Dens&apos;s DICOM objects can&apos;t refer. Export the original CT series.</source>
        <translation>Die Serie hat Bilder der SOP-Klasse {name}, auf die die DICOM-Objekte von Dens nicht verweisen können. Bitte die originale CT-Serie exportieren.</translation>
    </message>
    <message>
        <source>The CT series has no {tag}, so no DICOM object can refer to it. Export the CT again.</source>
        <translation>Der CT-Serie fehlt {tag}, daher kann kein DICOM-Objekt auf sie verweisen. Bitte das CT erneut exportieren.</translation>
    </message>
    <message>
        <source>No vertebra was segmented, so there is no DICOM SEG.</source>
        <translation>Es wurde kein Wirbel segmentiert, daher gibt es kein DICOM-SEG.</translation>
    </message>
    <message>
        <source>Segmentation</source>
        <translation>Segmentierung</translation>
    </message>
    <message>
        <source>Structured report</source>
        <translation>Strukturierter Bericht</translation>
    </message>
    <message>
        <source>Key object selection</source>
        <translation>Auswahl der Schlüsselbilder</translation>
    </message>
    <message>
        <source>Presentation state</source>
        <translation>Präsentationszustand</translation>
    </message>
    <message>
        <source>ask who runs it</source>
        <translation>bitte beim Betreiber nachfragen</translation>
    </message>
    <message>
        <source>the archive changed some of its values</source>
        <translation>das Archiv hat einige Werte geändert</translation>
    </message>
    <message>
        <source>the archive left out some of its elements</source>
        <translation>das Archiv hat einige Elemente weggelassen</translation>
    </message>
    <message>
        <source>the archive says that it does not match its class</source>
        <translation>laut Archiv passt es nicht zu seiner Klasse</translation>
    </message>
    <message>
        <source>processing failure</source>
        <translation>Fehler bei der Verarbeitung</translation>
    </message>
    <message>
        <source>try again; the archive&apos;s log says more</source>
        <translation>bitte erneut versuchen; das Protokoll des Archivs sagt mehr</translation>
    </message>
    <message>
        <source>invalid object instance</source>
        <translation>ungültiges Objekt</translation>
    </message>
    <message>
        <source>export the results again and send those</source>
        <translation>bitte die Ergebnisse neu exportieren und diese senden</translation>
    </message>
    <message>
        <source>SOP class not supported</source>
        <translation>SOP-Klasse nicht unterstützt</translation>
    </message>
    <message>
        <source>ask for this class to be allowed there</source>
        <translation>bitte diese Klasse dort freigeben lassen</translation>
    </message>
    <message>
        <source>not authorised</source>
        <translation>nicht berechtigt</translation>
    </message>
    <message>
        <source>ask for this AE title to be allowed to store</source>
        <translation>bitte diesen AE-Titel zum Speichern freigeben lassen</translation>
    </message>
    <message>
        <source>message not understood</source>
        <translation>Nachricht nicht verstanden</translation>
    </message>
    <message>
        <source>ask for C-STORE to be allowed there</source>
        <translation>bitte C-STORE dort freigeben lassen</translation>
    </message>
    <message>
        <source>out of resources</source>
        <translation>keine Ressourcen mehr</translation>
    </message>
    <message>
        <source>let the archive&apos;s disk be looked at, then try again</source>
        <translation>bitte den Speicherplatz des Archivs prüfen lassen, dann erneut versuchen</translation>
    </message>
    <message>
        <source>data set does not match its class</source>
        <translation>Datensatz passt nicht zu seiner Klasse</translation>
    </message>
    <message>
        <source>the archive&apos;s log says why</source>
        <translation>das Protokoll des Archivs nennt den Grund</translation>
    </message>
    <message>
        <source>can&apos;t understand it</source>
        <translation>nicht verstanden</translation>
    </message>
    <message>
        <source>it gave no reason; ask who runs it</source>
        <translation>es nannte keinen Grund; bitte beim Betreiber nachfragen</translation>
    </message>
    <message>
        <source>it speaks another application context; ask who runs it</source>
        <translation>es spricht einen anderen Anwendungskontext; bitte beim Betreiber nachfragen</translation>
    </message>
    <message>
        <source>it does not know the AE title {own}; have it entered there, or set the one it knows</source>
        <translation>es kennt den AE-Titel {own} nicht; bitte dort eintragen lassen, oder den einstellen, den es kennt</translation>
    </message>
    <message>
        <source>its AE title is not {title}; set the right one in the settings</source>
        <translation>sein AE-Titel ist nicht {title}; bitte in den Einstellungen berichtigen</translation>
    </message>
    <message>
        <source>it speaks another protocol version; ask who runs it</source>
        <translation>es spricht eine andere Protokollversion; bitte beim Betreiber nachfragen</translation>
    </message>
    <message>
        <source>it is too busy now; try again later</source>
        <translation>es ist gerade überlastet; bitte später erneut versuchen</translation>
    </message>
    <message>
        <source>it has too many connections; try again later</source>
        <translation>es hat zu viele Verbindungen; bitte später erneut versuchen</translation>
    </message>
    <message>
        <source>{name}: can&apos;t be reached. Check host and port in the settings, the network, and that the archive runs.</source>
        <translation>{name}: nicht erreichbar. Bitte Rechner und Port in den Einstellungen und das Netzwerk prüfen, und ob das Archiv läuft.</translation>
    </message>
    <message>
        <source>{name}: answered C-ECHO with status {status}. Ask who runs the archive.</source>
        <translation>{name}: hat auf C-ECHO mit Status {status} geantwortet. Bitte beim Betreiber des Archivs nachfragen.</translation>
    </message>
    <message>
        <source>No archive is set: {missing} is missing. See the settings.</source>
        <translation>Es ist kein Archiv eingestellt, es fehlt: {missing}. Siehe Einstellungen.</translation>
    </message>
    <message>
        <source>{name}: refused the connection (source {source}, reason {reason}): {remedy}.</source>
        <translation>{name}: hat die Verbindung abgelehnt (Quelle {source}, Grund {reason}): {remedy}.</translation>
    </message>
    <message>
        <source>{name}: takes none of what is to be sent; ask for these classes there.</source>
        <translation>{name}: nimmt nichts von dem an, was gesendet werden soll; bitte diese Klassen dort freigeben lassen.</translation>
    </message>
    <message>
        <source>not sent: {title} does not take {kind}; ask for this class to be allowed there</source>
        <translation>nicht gesendet: {title} nimmt {kind} nicht an; bitte diese Klasse dort freigeben lassen</translation>
    </message>
    <message>
        <source> (it says: {comment})</source>
        <translation> (es meldet: {comment})</translation>
    </message>
    <message>
        <source>stored with a warning, status {status}: {meaning}{said}</source>
        <translation>mit Warnung gespeichert, Status {status}: {meaning}{said}</translation>
    </message>
    <message>
        <source>refused, status {status}, {meaning}{said}: {remedy}</source>
        <translation>abgelehnt, Status {status}, {meaning}{said}: {remedy}</translation>
    </message>
    <message>
        <source>refused, status {status}{said}: {remedy}</source>
        <translation>abgelehnt, Status {status}{said}: {remedy}</translation>
    </message>
    <message>
        <source>{name}: the connection broke off. Check the network, then send again.</source>
        <translation>{name}: Die Verbindung ist abgebrochen. Bitte das Netzwerk prüfen, dann erneut senden.</translation>
    </message>
    <message>
        <source>Evidence of {level} shown</source>
        <translation>Heatmap von {level} gezeigt</translation>
    </message>
    <message>
        <source>{level}: strongest at plane {number} of {count}, z = {z:.1f} mm</source>
        <translation>{level}: stärkste Ebene {number} von {count}, z = {z:.1f} mm</translation>
    </message>
    <message>
        <source>Plane weights of {caption}, weight {share}</source>
        <translation>Gewichte der Ebenen von {caption}, Gewicht {share}</translation>
    </message>
    <message>
        <source>Click a plane to go to it</source>
        <translation>Ein Klick auf eine Ebene führt zu ihr</translation>
    </message>
    <message>
        <source>the host</source>
        <translation>der Rechner</translation>
    </message>
    <message>
        <source>the archive&apos;s AE title</source>
        <translation>der AE-Titel des Archivs</translation>
    </message>
    <message>
        <source>Dens&apos;s own AE title</source>
        <translation>der AE-Titel von Dens</translation>
    </message>
    <message>
        <source>{title} at {host}:{port}</source>
        <translation>{title} auf {host}:{port}</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>Rechner (Host)</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>Port</translation>
    </message>
    <message>
        <source>AE title of the archive</source>
        <translation>AE-Titel des Archivs</translation>
    </message>
    <message>
        <source>AE title of Dens</source>
        <translation>AE-Titel von Dens</translation>
    </message>
    <message>
        <source>Test the connection (C-ECHO)</source>
        <translation>Verbindung testen (C-ECHO)</translation>
    </message>
    <message>
        <source>Answer of the archive</source>
        <translation>Antwort des Archivs</translation>
    </message>
    <message>
        <source>Asking {name} …</source>
        <translation>Anfrage an {name} …</translation>
    </message>
    <message>
        <source>{name} answered: it is there and knows {own_title}.</source>
        <translation>{name} hat geantwortet: Es ist da und kennt {own_title}.</translation>
    </message>
    <message>
        <source>Still to be set: {missing}.</source>
        <translation>Noch einzustellen: {missing}.</translation>
    </message>
    <message>
        <source>Dens sends nothing by itself: only this test, and what you confirm under File, Send to PACS. DICOM is sent unencrypted; keep to your hospital&apos;s own network.</source>
        <translation>Dens sendet nichts von selbst: nur diesen Test, und was Sie unter Datei, An PACS senden bestätigen. DICOM wird unverschlüsselt gesendet; bleiben Sie im eigenen Netz Ihrer Klinik.</translation>
    </message>
    <message>
        <source>Send to PACS</source>
        <translation>An PACS senden</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Senden</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>Patient</translation>
    </message>
    <message>
        <source>Destination</source>
        <translation>Ziel</translation>
    </message>
    <message>
        <source>{name}, as {own_title}</source>
        <translation>{name}, als {own_title}</translation>
    </message>
    <message>
        <source>No archive is set ({missing} missing). Set it in the settings, under PACS.</source>
        <translation>Es ist kein Archiv eingestellt (es fehlt: {missing}). Bitte in den Einstellungen unter PACS einstellen.</translation>
    </message>
    <message>
        <source>Object</source>
        <translation>Objekt</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>not sent</source>
        <translation>nicht gesendet</translation>
    </message>
    <message>
        <source>stored</source>
        <translation>gespeichert</translation>
    </message>
    <message>
        <source>Sending {number} of {count}: {title}</source>
        <translation>{number} von {count} wird gesendet: {title}</translation>
    </message>
    <message>
        <source>Preparing what is to be sent</source>
        <translation>Das Senden wird vorbereitet</translation>
    </message>
    <message>
        <source>Only results of a DICOM series can be sent to an archive, and this volume is none.</source>
        <translation>Nur Ergebnisse einer DICOM-Serie können an ein Archiv gesendet werden, und dieses Volumen ist keine.</translation>
    </message>
    <message>
        <source>Sending was stopped. The archive may have some of the objects already.</source>
        <translation>Das Senden wurde angehalten. Das Archiv hat vielleicht schon einige der Objekte.</translation>
    </message>
    <message>
        <source>Exported without identifiers</source>
        <translation>Ohne Patientendaten exportiert</translation>
    </message>
    <message>
        <source>Export without identifiers to a folder</source>
        <translation>Ohne Patientendaten in einen Ordner exportieren</translation>
    </message>
    <message>
        <source>Writing without identifiers</source>
        <translation>Ohne Patientendaten schreiben</translation>
    </message>
    <message>
        <source>Writing without identifiers: image {number} of {count}</source>
        <translation>Ohne Patientendaten schreiben: Bild {number} von {count}</translation>
    </message>
    <message>
        <source>Pixels are as they were. A head CT shows the face, from which a person can be recognised: look at the images before you give them away.</source>
        <translation>Die Pixel sind unverändert. Ein CT des Kopfes zeigt das Gesicht, an dem man eine Person erkennen kann: Sehen Sie die Bilder an, bevor Sie sie weitergeben.</translation>
    </message>
    <message>
        <source>The images do not say whether text is burned into their pixels: look at them before you give them away.</source>
        <translation>Die Bilder sagen nicht, ob Text in ihre Pixel eingebrannt ist: Sehen Sie sie an, bevor Sie sie weitergeben.</translation>
    </message>
    <message numerus="yes">
        <source>{n} object stored at {name}.</source>
        <comment>{n} objects stored at {name}.</comment>
        <translation>
            <numerusform>{n} Objekt gespeichert: {name}.</numerusform>
            <numerusform>{n} Objekte gespeichert: {name}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{sent} of {n} object stored at {name}; the others were refused, see each one.</source>
        <comment>{sent} of {n} objects stored at {name}; the others were refused, see each one.</comment>
        <translation>
            <numerusform>{sent} von {n} Objekt gespeichert: {name}; die anderen wurden abgelehnt, siehe Tabelle.</numerusform>
            <numerusform>{sent} von {n} Objekten gespeichert: {name}; die anderen wurden abgelehnt, siehe Tabelle.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} image written; the patient is Anonymous, number {number}.</source>
        <comment>{n} images written; the patient is Anonymous, number {number}.</comment>
        <translation>
            <numerusform>{n} Bild geschrieben; der Patient heißt Anonymous, Nummer {number}.</numerusform>
            <numerusform>{n} Bilder geschrieben; der Patient heißt Anonymous, Nummer {number}.</numerusform>
        </translation>
    </message>
    <message>
        <source>Results: {names}.</source>
        <translation>Ergebnisse: {names}.</translation>
    </message>
    <message>
        <source>There are no results to go along.</source>
        <translation>Es gibt keine Ergebnisse dazu.</translation>
    </message>
    <message>
        <source>All UIDs are replaced, alike in all files; the examination&apos;s dates and times are gone.</source>
        <translation>Alle UIDs sind ersetzt, gleich in allen Dateien; Datum und Uhrzeit der Untersuchung sind entfernt.</translation>
    </message>
    <message numerus="yes">
        <source>{n} private attribute removed.</source>
        <comment>{n} private attributes removed.</comment>
        <translation>
            <numerusform>{n} privates Attribut entfernt.</numerusform>
            <numerusform>{n} private Attribute entfernt.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} kind of attributes removed, emptied or replaced by {profile}: {names}.</source>
        <comment>{n} kinds of attributes removed, emptied or replaced by {profile}: {names}.</comment>
        <translation>
            <numerusform>{n} Art von Attributen nach {profile} entfernt, geleert oder ersetzt: {names}.</numerusform>
            <numerusform>{n} Arten von Attributen nach {profile} entfernt, geleert oder ersetzt: {names}.</numerusform>
        </translation>
    </message>
    <message>
        <source>Free text of the reading is left out.</source>
        <translation>Freitext der Befundung ist weggelassen.</translation>
    </message>
    <message>
        <source>Analysing {share}</source>
        <translation>Analyse {share}</translation>
    </message>
    <message>
        <source>weak</source>
        <translation>schwach</translation>
    </message>
    <message>
        <source>strong</source>
        <translation>stark</translation>
    </message>
    <message>
        <source>Colours of the evidence, from weak to strong</source>
        <translation>Farben der Heatmap, von schwach bis stark</translation>
    </message>
    <message>
        <source>Plane weights</source>
        <translation>Gewichte der Ebenen</translation>
    </message>
    <message>
        <source>Results (*.dcm *.zip);;All files (*)</source>
        <translation>Ergebnisse (*.dcm *.zip);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>{name}: a result without its images. Open the CT series that it was made from first.</source>
        <translation>{name}: ein Ergebnis ohne seine Bilder. Öffnen Sie zuerst die CT-Serie, aus der es entstanden ist.</translation>
    </message>
    <message>
        <source>{name}: neither a DICOM segmentation nor a report. Choose such a file.</source>
        <translation>{name}: weder eine DICOM-Segmentierung noch ein Bericht. Wählen Sie eine solche Datei.</translation>
    </message>
    <message numerus="yes">
        <source>{n} more file can&apos;t be shown.</source>
        <comment>{n} more files can&apos;t be shown.</comment>
        <translation>
            <numerusform>{n} weitere Datei kann nicht gezeigt werden.</numerusform>
            <numerusform>{n} weitere Dateien können nicht gezeigt werden.</numerusform>
        </translation>
    </message>
    <message>
        <source>Looking for results in {name}</source>
        <translation>{name} wird nach Ergebnissen durchsucht</translation>
    </message>
    <message>
        <source>Reading {name}</source>
        <translation>{name} wird gelesen</translation>
    </message>
    <message>
        <source>Open a segmentation or report</source>
        <translation>Eine Segmentierung oder einen Bericht öffnen</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>Wirbel</translation>
    </message>
    <message>
        <source>What is said</source>
        <translation>Aussage</translation>
    </message>
    <message>
        <source>Dens: report from a file</source>
        <translation>Dens: Bericht aus einer Datei</translation>
    </message>
    <message>
        <source>What the report says</source>
        <translation>Was der Bericht aussagt</translation>
    </message>
    <message>
        <source>Not Dens&apos;s analysis of this session: it says what stands in the file.</source>
        <translation>Keine Analyse dieser Sitzung durch Dens: Hier steht, was die Datei aussagt.</translation>
    </message>
    <message>
        <source>A click on a row with {sign} goes there.</source>
        <translation>Ein Klick auf eine Zeile mit {sign} führt dorthin.</translation>
    </message>
    <message numerus="yes">
        <source>{n} mark lies on no image of this series.</source>
        <comment>{n} marks lie on no image of this series.</comment>
        <translation>
            <numerusform>{n} Markierung liegt auf keinem Bild dieser Serie.</numerusform>
            <numerusform>{n} Markierungen liegen auf keinem Bild dieser Serie.</numerusform>
        </translation>
    </message>
    <message>
        <source>{name}: its coordinates lie in another frame of reference than the series shown. Open the series that it was made from.</source>
        <translation>{name}: Die Koordinaten liegen in einem anderen Bezugssystem als die gezeigte Serie. Öffnen Sie die Serie, aus der die Datei entstanden ist.</translation>
    </message>
    <message>
        <source>{name}: the coordinates of one of its marks ({kind}) can&apos;t be used. Export it again.</source>
        <translation>{name}: Die Koordinaten einer Markierung ({kind}) sind nicht verwendbar. Exportieren Sie die Datei noch einmal.</translation>
    </message>
    <message>
        <source>{name}: its frames don&apos;t lie on this series&apos; own slices and pixels. Open the series that it was made from.</source>
        <translation>{name}: Die Einzelbilder liegen nicht auf den Schichten und Pixeln dieser Serie. Öffnen Sie die Serie, aus der die Datei entstanden ist.</translation>
    </message>
    <message>
        <source>{name}: no DICOM SEG. Choose a segmentation object.</source>
        <translation>{name}: kein DICOM-SEG. Wählen Sie eine Segmentierung.</translation>
    </message>
    <message>
        <source>{name}: holds no cervical vertebra. Choose another segmentation.</source>
        <translation>{name}: enthält keinen Halswirbel. Wählen Sie eine andere Segmentierung.</translation>
    </message>
    <message>
        <source>{name}: a {kind} segmentation. Dens reads binary ones and label maps. Export it as such.</source>
        <translation>{name}: eine Segmentierung der Art „{kind}“. Dens liest binäre und Labelmaps. Exportieren Sie die Datei in einer dieser Formen.</translation>
    </message>
    <message>
        <source>{name}: can&apos;t be read as a DICOM SEG ({error}). Export it again.</source>
        <translation>{name}: ist als DICOM-SEG nicht lesbar ({error}). Exportieren Sie die Datei noch einmal.</translation>
    </message>
    <message>
        <source>{name}: no DICOM measurement report (TID 1500). Choose one of that template.</source>
        <translation>{name}: kein DICOM-Messbericht (TID 1500). Wählen Sie einen dieser Vorlage.</translation>
    </message>
    <message>
        <source>{name}: can&apos;t be read as a DICOM SR ({error}). Export it again.</source>
        <translation>{name}: ist als DICOM-SR nicht lesbar ({error}). Exportieren Sie die Datei noch einmal.</translation>
    </message>
    <message>
        <source>{name}: can&apos;t be read ({error}). Copy the file again.</source>
        <translation>{name}: ist nicht lesbar ({error}). Kopieren Sie die Datei noch einmal.</translation>
    </message>
    <message>
        <source>{name}: its segments of cervical vertebrae are empty. Choose another segmentation.</source>
        <translation>{name}: Die Segmente der Halswirbel sind leer. Wählen Sie eine andere Segmentierung.</translation>
    </message>
    <message>
        <source>{name}: lies in another frame of reference than the series shown. Open the series that it was made from.</source>
        <translation>{name}: liegt in einem anderen Bezugssystem als die gezeigte Serie. Öffnen Sie die Serie, aus der die Datei entstanden ist.</translation>
    </message>
    <message>
        <source>{name}: is of another patient than the series shown. Open the series that it was made from.</source>
        <translation>{name}: gehört zu einem anderen Patienten als die gezeigte Serie. Öffnen Sie die Serie, aus der die Datei entstanden ist.</translation>
    </message>
    <message>
        <source>{name}: was not made from the series shown. Open the series that it was made from.</source>
        <translation>{name}: ist nicht aus der gezeigten Serie entstanden. Öffnen Sie die Serie, aus der die Datei entstanden ist.</translation>
    </message>
    <message>
        <source>From Dens&apos;s masks of this session; those over the planes are from a file, by {maker}.</source>
        <translation>Nach den Masken von Dens aus dieser Sitzung; die über den Ebenen sind aus einer Datei, von {maker}.</translation>
    </message>
    <message>
        <source>{origin}. Boxes: Dens</source>
        <translation>{origin}. Rahmen: Dens</translation>
    </message>
    <message>
        <source>{origin}, made from another series</source>
        <translation>{origin}, aus einer anderen Serie</translation>
    </message>
    <message>
        <source>Caption of the key image, without the masks by {maker}</source>
        <translation>Beschriftung des Schlüsselbilds, ohne die Masken von {maker}</translation>
    </message>
    <message>
        <source>By Dens&apos;s masks of this session:</source>
        <translation>Nach den Masken von Dens aus dieser Sitzung:</translation>
    </message>
    <message>
        <source>Bound by you</source>
        <translation>Von Ihnen belegt</translation>
    </message>
    <message>
        <source>Find a key or what it does</source>
        <translation>Taste oder Wirkung suchen</translation>
    </message>
    <message>
        <source>No key or gesture has that in its words.</source>
        <translation>Das steht bei keiner Taste oder Geste.</translation>
    </message>
    <message>
        <source>{keys}: {meaning}</source>
        <translation>{keys}: {meaning}</translation>
    </message>
    <message>
        <source>The analysis is here only until the window is closed. {text}</source>
        <translation>Die Analyse bleibt nur, bis das Fenster geschlossen wird. {text}</translation>
    </message>
    <message>
        <source>The kept analysis is from other weights or thresholds ({names}): analyse again.</source>
        <translation>Die aufbewahrte Analyse stammt von anderen Gewichten oder Schwellen ({names}): bitte erneut analysieren.</translation>
    </message>
    <message>
        <source>{path}: the kept analysis can&apos;t be read ({why}). Analyse again.</source>
        <translation>{path}: Die aufbewahrte Analyse kann nicht gelesen werden ({why}). Bitte erneut analysieren.</translation>
    </message>
</context>
</TS>
