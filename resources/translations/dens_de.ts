<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name></name>
    <message>
        <source>Studies (*.dcm *.zip *.nii *.nii.gz DICOMDIR);;All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a folder with a CT study</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a study</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export the report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PDF (*.pdf)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export everything to a folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The distances could not be measured: {text}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measuring</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Starting the analysis</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The analysis was cancelled.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The analysis stopped: {text}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Suspected: {levels}. N goes to the most suspected level.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No level reaches the threshold; that does not mean that nothing is broken.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Analysed in part: {levels}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not analysed: {levels}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Reset the mask of {level}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading {slice_count} slices to compare with</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading slice {done} of {total} to compare with</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is nothing to export yet: analyse first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Writing {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Written: {names}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was exported. {text}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Writing to {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{seen}: can&apos;t be written ({reason}), so the hints will come again next time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not enough memory. Close other programs and try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unexpected {name}: {error}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Caption of the key image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name of the {kind}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{tool}, kept: {hint} (Esc ends)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{tool}: {hint} (Esc ends)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opening {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading {slice_count} slices</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking for CT series in {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading slice {done} of {total}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>open a study first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the study is still being read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Crosshair</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Undo: {undo}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Redo: {redo}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The reading can&apos;t be saved. It goes on, and each change tries again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The reading can&apos;t be begun. {text}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{error} The settings last until the end.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path}: the settings can&apos;t be read ({strerror}). Dens uses its own; check who may read the file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is no JSON ({error})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it names no version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path}: these settings are of a newer Dens (version {found}). Dens uses its own settings and leaves the file as it is; changes last until Dens is closed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>kept as {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>left in its place</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path}: the settings can&apos;t be used: {why}. Dens uses its own settings; the file is {kept}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The spine could not be followed: {text}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Following the spine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: the list of recent studies can&apos;t be written ({strerror}). Check its folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Surfaces are made from the masks of the levels: analyse first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Making the surfaces…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not found: the masks hold no level.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hide the studies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hide the straightened spine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tools</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Studies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Maximise</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>◀ Level</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Level ▶</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More tools</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Analysis</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Measure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sla&amp;b</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Cine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Correct &amp;masks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Erase {level}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{level} not analysed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Text of the own read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take back the verdict on {level}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accept {level}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reject {level}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Uncertain about {level}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reopen {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Confirm {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reject {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>suspected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not suspected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>uncertain</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add {what}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change {what}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete {what}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draw {what}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move {what}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>distance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>angle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cobb angle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ellipse</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rectangle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>outline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>arrow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>HU probe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>box</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Note on {level}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Own read of {level}: {impression}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>finding at {level}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Erase from the masks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paint {level}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Erase from {level}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reset the mask of {level}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>key image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The earlier reading session of this series could not be read. It was kept as {path}, and a new one was begun.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The discrepancy log is not as it was written, from entry {number} on: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Taken from masks and HU, and no diagnosis. Click a row to see its line; confirm what you hold to be right.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Distances are proposed from the masks of the levels: analyse first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measuring…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name}: click its two ends in one plane. Esc gives up.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>within</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>between limits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>▲ beyond</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>proposed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>confirmed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rejected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>limit {limit} ({source})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not measurable: {reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{low:.1f} to {high}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prior</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Later</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Same day</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>can&apos;t be shown: {reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>beside</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>loaded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another patient</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Perhaps another patient: no patient ID</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Same patient, date unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{n} day</source>
        <comment>{n} days</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} month</source>
        <comment>{n} months</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} year</source>
        <comment>{n} years</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} image</source>
        <comment>{n} images</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>The brush corrects masks on the volume&apos;s own slices: reset the planes first (View menu).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The study was closed. Stopped: {jobs}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An export is being written. Close the study when that is done.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its analysis</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the reading of its slices</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CURRENT</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Same study</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Date unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is nothing of this patient to compare with. Open an earlier study first (Ctrl+O).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only studies of one patient are compared: the same Patient ID, and the same birth date or name. These two are not certainly of one person.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The current study is still being read. Compare when all of it is there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{title}: together with the current study it takes {needed:.1f} GiB, and this machine can spare {usable:.1f} GiB. Compare with a series of fewer slices.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The study to compare with can&apos;t be shown. {reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not the same place: out of its volume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to one place in both and press Link here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing links these two studies yet: other frames of reference, and no levels of both.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not linked.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Linked by {said}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not linked (known: {said})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>frame of reference</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>hand, shifted only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{levels} of both</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{said}, {residual:.1f} mm apart</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{said}, turned {turn:.0f}°</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{said}, shifted only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cine, {cine_hz:.0f} slices a second</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Turned in its plane</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Oblique {angle}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mirrored</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rotated</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>inverted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The masks were corrected when this series had another number of slices or pixels: these corrections can&apos;t be shown. Reset each corrected level to correct it anew.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The masks were corrected on an earlier analysis, which differs from this one. The corrections were laid over the new masks: please check them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wheel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shift+wheel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+wheel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Alt+wheel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Left-drag</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Middle-drag</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Right-drag</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Left-drag of a line near its middle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Left-drag of a line near its end</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Left click</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Left click or drag on a mark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Right click</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Double click</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shift+move</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Alt+click</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shift</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Alt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Right</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PageUp</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PageDown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PgUp</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PgDown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Home</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Space</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Return</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tab</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Esc</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Del</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> and </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{key} (held)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opens a CT of the cervical spine, finds the vertebrae C1 to C7, and names the levels at which it suspects a fracture, each with a probability beside its threshold.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keeps your own word on every level beside the model&apos;s, and writes both into the report.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The figures below were measured on synthetic necks, too. How the networks do on scans of patients is not known: expect less. Harder synthetic necks than those give lower figures.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It does not rule a fracture out. A level below its threshold may be broken all the same.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It looks at bone alone: not at ligaments, discs, cord, vessels or soft tissue, and at no level but C1 to C7.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is no medical device, and was tested on no patient. Every image has to be read by a radiologist.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“Not analysed” is a state of its own: nothing was decided of that level, neither that it is broken nor that it is whole. The reason stands beside it, such as that the level lies outside the field of view, or was not found in the masks.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“In part” means that a piece of the level was missing: what was seen was judged, the rest was not.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Such levels are yours alone to read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Levels found and named right</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Overlap of the masks with the truth (Dice)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Necks with a level named that is not in view</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Broken levels that are suspected (sensitivity)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whole levels that are not suspected (specificity)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Telling broken from whole levels apart (AUC)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Necks with a fracture that are suspected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Necks without one that are not suspected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Made data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What it does</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What it does not</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What “not analysed” means</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trained on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Working threshold of a {name}: {value}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measured: {names}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was measured.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On {studies} synthetic necks; 95 % intervals in brackets.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>level</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>whole neck</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Distance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Angle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ellipse</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rectangle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Freehand</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Arrow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Box</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>outside the volume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>area {area:.1f} mm²</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no voxel inside</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{voxels} of it outside the volume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mean {mean:.0f} HU, SD {sd:.0f} HU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>min {low:.0f} HU, max {high:.0f} HU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cobb {angle}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Axial</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sagittal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Coronal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Oblique</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One large, the others small</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Two by two</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Planes, strip and surfaces</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Window and level</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One slice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ten slices</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Thickness of the slab</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unread</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Uncertain</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Own finding</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mean</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spine bone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Temporal bone 1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Temporal bone 2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Soft tissue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>axial</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sagittal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>coronal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{plane} plane</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous slice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next slice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ten slices back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ten slices on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First slice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last slice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Thicker slab</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Thinner slab</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hide what lies over the image while held</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reader: {state}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No study is open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not analysed yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not read yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No analysis yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>I have read this level myself</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is nothing to reject</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>I suspect it too</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>I don&apos;t suspect what the model suspects</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>I suspect nothing here either</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>I suspect what the model doesn&apos;t</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reject</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>I can&apos;t tell</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>I suspect a fracture here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>I suspect nothing here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your own read first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model&apos;s result is hidden until you commit your own read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{level} was not analysed: there is nothing to reject. Mark it as read by you or as uncertain, or add a finding of your own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model&apos;s result of this series has been shown. Blind-first reading begins with the next series.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The analysis is done. The model&apos;s result is hidden until you commit your own read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What you said can&apos;t be saved. Cancel to go back and export the report, or discard it.

{reasons}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The report would tell the model&apos;s result. Commit your own read first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Suspected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not suspected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>suspected, accepted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rejected by reader</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>suspected, reader uncertain</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mask corrected by the reader</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read, not analysed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>calcified vessel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>vascular channel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>chronic fracture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>osteophyte</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>artefact</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unfused apophysis</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>transverse process</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>spinous process</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>low level</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>suspected by reader</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>own finding</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Own read: {impression}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} of {total} read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unread</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>accepted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model&apos;s result is shown. Your own read held nothing of any level.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model&apos;s result is shown. It contradicts your own read at no level.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>The model&apos;s result is shown. It differs from your own read at {n} level: {levels}.</source>
        <comment>The model&apos;s result is shown. It differs from your own read at {n} levels: {levels}.</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} file in {folder}</source>
        <comment>{n} files in {folder}</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>left {left}, right {right}, top {top}, bottom {bottom}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The straightened spine is drawn from the masks of the levels: analyse first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Following the spine…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fewer than two levels were found: there is no spine to follow.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In part</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not analysed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not found in the masks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Research use only. Network weights trained on synthetic images.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No level could be analysed; the reason stands beside each. Is this a CT of the cervical spine?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was decided of this neck: every level is yours to read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fracture suspected in the neck, at no single level above the threshold.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>born {date}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Patient not named</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Series {number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file calls this “{part}”. The networks know the cervical spine alone: what they say of anything else means nothing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stack {stack}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{modality} series</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{n} slice</source>
        <comment>{n} slices</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>every {spacing:.4g} mm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Below threshold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{said}, in part</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{summary}, probability of a fracture {chance}, threshold {limit}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No level could be analysed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fracture suspected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trained on: {trained_on}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag the first arm to the vertex, then click where the second ends</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Press at what it points at, drag away and let go</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag a line along the upper endplate, then one along the lower</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag from corner to corner, or click both</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag from end to end, or click both ends</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag around the region; letting go closes it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Click on the place</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Click on the place, then write</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>qtbase_{spoken}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dens_{spoken}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open &amp;folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open f&amp;iles…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open DICOM files, a ZIP, a DICOMDIR or a NIfTI volume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export &amp;report (PDF)…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write the report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export &amp;all…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write report, findings.json and masks to a folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close the window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Studies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show studies and series</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next s&amp;eries</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the next series</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous se&amp;ries</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the previous series</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file&apos;s own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Masks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the masks of the levels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Boxes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the boxes of the levels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>C1–C7 s&amp;trip</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the straightened spine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A&amp;lign to level</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show planes along a vertebra&apos;s own axes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>3-&amp;D surfaces</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the vertebrae as surfaces</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Texts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the texts in the corners</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Invert</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exchange black and white</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Flip &amp;left and right</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mirror the plane</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Flip &amp;top and bottom</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rotate &amp;clockwise</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rotate by 90 degrees</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rotate &amp;anticlockwise</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Single slice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One slice at a time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Greatest value of a slab</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>M&amp;ean</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mean value of a slab</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Least value of a slab</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Next kind of slab</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Single slice, MIP, mean, MinIP</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Play the slices of the plane</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{rate:.0f} slices a second</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Speed of cine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Reset view</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything of the planes as at first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reset p&amp;lanes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lay turned planes along the volume again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>T&amp;urn planes to level</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lay the planes along a vertebra&apos;s own axes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Craniocervical &amp;measurements</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Proposed distances with published limits, to be confirmed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ma&amp;ximise pane</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One plane fills the window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Full screen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The window fills the screen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One &amp;large, two small</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The active plane is large</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Two by two</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Planes of equal size and the surfaces</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Planes, strip and 3-D</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The whole spine at a glance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Second window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The active plane in a window of its own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{plane} in the second window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Close study</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close the current study</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Com&amp;pare</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The patient&apos;s latest earlier study beside this one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Link</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Both studies show the same place of the patient</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Link &amp;here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take the two crosshairs for the same place</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Analyse</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run both stages on this volume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Cancel analysis</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop the analysis</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Keys and mouse</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What every key does</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;What Dens can and cannot do</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the networks were measured to do</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show me &amp;around</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Five hints on the window, once more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop cine, put the tool away, dismiss the message, leave a maximised pane</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Settings…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading, text, keys and mouse</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Find a command…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every command by its name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Next level</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to the next level: suspected ones first, then unread ones</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Previous level</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to the previous level</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Accept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hold what the model does of this level</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Re&amp;ject</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hold the opposite of what the model does</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Uncertain</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave this level undecided</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add own &amp;finding</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add what you see at this level and the model missed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take the latest change of the reading back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take the change again that was taken back last</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Blind first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hide the model&apos;s result until your own read is committed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Commit my read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seal your own read for good, and show the model&apos;s result</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Distance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measure a length in mm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Angle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measure an angle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Cobb angle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measure between two endplates</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Ellipse</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hounsfield units in an ellipse</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Rectangle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hounsfield units in a rectangle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Freehand</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hounsfield units in an outline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;HU probe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hounsfield units of a voxel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A&amp;rrow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Point at something</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write on the image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Keep the tool</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draw on with the same tool, until Esc</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Key image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep this view, with a caption</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>De&amp;lete mark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete the selected mark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Paint</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paint a level&apos;s mask with the left button</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Erase</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Erase a level&apos;s mask with the left button</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Correct the mask of {level}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Smaller brush</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make the brush smaller</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Larger brush</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make the brush larger</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Ball</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Correct neighbouring slices, too</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Reset this level&apos;s mask</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take back every correction of this level&apos;s mask</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{hint} window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Aligned {plane} plane</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measurement</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dens: craniocervical and alignment measurements</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Confirm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep it as a measurement of yours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It does not hold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Re&amp;open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take your decision back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Place ends…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Click both ends yourself; that confirms it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Proposed measurements</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Limit {limit}: {source}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Analyse</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Analyse this volume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel the analysis</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Progress of the analysis</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Analyse again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Studies and series</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Show</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Compare with the shown study</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>C&amp;lose this study</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>● Shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>◐ Beside the shown one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>○ Loaded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paint</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Erase</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put the brush away (Esc)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Level whose mask is corrected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Radius of the brush in tenths of a millimetre</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ball: neighbouring slices, too</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Correct masks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{level} is the model&apos;s mask</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reset {level} to the model&apos;s mask</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First, last slice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Window and level: right is wider, up is brighter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move the plane that the line stands for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Turn the planes; with Shift in steps of 5 degrees</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set the crosshair, live crosshair</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Menu of what is there: crosshair, level, verdict, window, layout</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One plane large; two by two; planes, strip and 3-D</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The active plane in a second window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file&apos;s own window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bone windows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Soft tissue window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Flip left and right, top and bottom</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rotate by 90 degrees, clockwise and back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cine: play the slices; any click, wheel or Esc stops</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Masks, boxes, texts in the corners</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hide everything that lies over the image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next, previous level: suspected ones first, then unread ones</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accept, reject, uncertain, of that level</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a finding of your own to that level</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Distance, angle, Cobb angle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hounsfield units: ellipse, rectangle, freehand, probe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Arrow, text, key image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep the tool after a mark; Esc puts it away</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select or move, delete it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo, redo what was said, measured or painted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Brush, eraser for a level&apos;s mask; Esc puts it away</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size of the brush</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Correct that level&apos;s mask, the one under the mouse</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Brush as a ball through neighbouring slices, or in one slice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Commit your own read (blind first)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Straightened spine, planes along a vertebra&apos;s axes, surfaces in 3-D</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Proposed craniocervical and alignment measurements</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reset the view, reset turned planes alone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Turn the planes along the axes of the vertebra at the crosshair</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a folder, files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next, previous series</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The latest earlier study of the patient beside this one, and away again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Link the two studies or not, link them at the two crosshairs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close the study</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export the report, everything</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop cine, put the tool away, dismiss a message, leave a maximised plane</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys and mouse, what Dens can and cannot do</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next control</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find a command by its name, settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys and mouse</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare &amp;with</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ax</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sag</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{plane} planes of both studies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show or hide the {plane} planes of both studies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave the comparison</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the current study alone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{badge}, {plane} plane</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let go to open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Below threshold does not mean that nothing is broken.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Commit my read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Commit my own read and show the model&apos;s result</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Levels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>⚠ Not saved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whole neck: {said}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Threshold {threshold}. {caution}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find a command or a key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Commands and their keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Record a key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add another</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reset all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{key} is bound to “{title}”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give it to “{title}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Press a key… (Esc: none)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show {level} on the images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What Dens can and cannot do</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Belongs to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No level</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Caption…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Name…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change the caption (click, then write)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change the name (click, then write)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change the caption of {words}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change the name of {words}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete {words}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Marks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dismiss the message</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>⚠ {n} remark on this volume</source>
        <comment>⚠ {n} remarks on this volume</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>… and {more} more (rest the mouse here)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Masks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show masks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Boxes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show boxes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opacity of the masks in per cent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opacity of the masks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find a command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What do you want to do?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Commands that fit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set the cross&amp;hair here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Layout</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Go to {level}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{level}: Add own &amp;finding</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>(not there any more)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name}  in  {place}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dens: {plane} plane</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kinds of settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Reading</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Mouse</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As the system&apos;s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Language</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Window, dragged to the right</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Becomes wider</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Becomes narrower</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Image, dragged up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Becomes brighter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Becomes darker</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Moved by a click, or with Shift</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Moved with Shift alone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Magnified slices</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Smooth</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pixels as they are</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layout at first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Second window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opacity of the masks at first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size of text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Blind first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From the next start on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On the images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drop a study here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opening</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This could not be opened</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A neck CT: a folder, DICOM files, a ZIP, a DICOMDIR or a NIfTI volume.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First look: one slice of what is being opened</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Progress of opening</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel opening</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open files…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opened lately</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Voxel under the mouse</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Active tool</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Progress</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Straightened spine, front on the left, head on top</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Vertebrae as surfaces</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Surfaces need OpenGL, and this screen offers none.
Install the graphics card&apos;s driver, or Mesa for drawing without one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dens: surfaces</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measuring tools</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drop a folder, files, a ZIP or a NIfTI on the window, or press {opening}. Your files are only read, and nothing leaves the computer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The wheel goes through the slices, a left-drag changes the window, a click sets the crosshair. {bones} are the bone windows. A right click offers what is at that place.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let it be analysed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{analyse} finds C1 to C7 and names what the model suspects. A level below its threshold may be broken all the same.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go from level to level</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{following} goes to the next one. Accept with Enter, reject with {reject}, leave open with {unsure}: it is saved at once. Read &gt; Blind first hides the model&apos;s word until you have given yours.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find the rest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{keys} lists every key; {limits} tells what Dens can and cannot do, as it was measured. Help &gt; Show me around brings this back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Skip</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{number} of {total}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hint {number} of {total}: {title}. {text}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What you see here and the model missed, and where</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finding of my own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reasons against the suspicion at {level}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why the model&apos;s suspicion is doubted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add own finding</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finding of your own at {level}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
