<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE">
<context>
    <name>AccountDialog</name>
    <message>
        <source>Account</source>
        <translation>Konto</translation>
    </message>
    <message>
        <source>Account {0}</source>
        <translation>Konto {0}</translation>
    </message>
    <message>
        <source>leave empty to keep the one that is known</source>
        <translation>leer lassen, um das bekannte zu behalten</translation>
    </message>
    <message>
        <source>Server settin&amp;gs</source>
        <translation>Servereinstellun&amp;gen</translation>
    </message>
    <message>
        <source>&amp;Test connection</source>
        <translation>Verbindung &amp;testen</translation>
    </message>
    <message>
        <source>&amp;Save and connect</source>
        <translation>&amp;Speichern und verbinden</translation>
    </message>
    <message>
        <source>Connecting to {0} ...</source>
        <translation>Verbinden mit {0} ...</translation>
    </message>
    <message>
        <source>It works. How mail is kept whole on this server: {0}.</source>
        <translation>Es funktioniert. Zustellung auf diesem Server: {0}.</translation>
    </message>
    <message>
        <source>Saving the password ...</source>
        <translation>Das Passwort wird gespeichert ...</translation>
    </message>
    <message>
        <source>&amp;Mail address:</source>
        <translation>E-Mail-Ad&amp;resse:</translation>
    </message>
    <message>
        <source>Pass&amp;word:</source>
        <translation>Pass&amp;wort:</translation>
    </message>
    <message>
        <source>The server is not known: fill in its name.</source>
        <translation>Server unbekannt, bitte eintragen.</translation>
    </message>
</context>
<context>
    <name>After</name>
    <message>
        <source>not in its mailbox any more</source>
        <translation>nicht mehr in ihrem Ordner</translation>
    </message>
    <message>
        <source>somebody has dealt with it since</source>
        <translation>inzwischen hat sie jemand geändert</translation>
    </message>
    <message>
        <source>the mailbox is another one now</source>
        <translation>der Ordner ist jetzt ein anderer</translation>
    </message>
    <message>
        <source>the server did not tell its number</source>
        <translation>der Server hat die Nummer nicht genannt</translation>
    </message>
    <message>
        <source>the server would not remove it</source>
        <translation>der Server hat sie nicht entfernt</translation>
    </message>
</context>
<context>
    <name>AfterImport</name>
    <message>
        <source>Asking the server what is there ...</source>
        <translation>Der Server wird gefragt, was da ist ...</translation>
    </message>
    <message>
        <source>Removed so far: {0}</source>
        <translation>Bisher entfernt: {0}</translation>
    </message>
    <message>
        <source>Take back: {0}</source>
        <translation>Zurücknehmen: {0}</translation>
    </message>
    <message>
        <source>Taking back ...</source>
        <translation>Wird zurückgenommen ...</translation>
    </message>
    <message>
        <source>{0} from {1}</source>
        <translation>{0} aus {1}</translation>
    </message>
    <message>
        <source>from {0} mailboxes</source>
        <translation>aus {0} Ordnern</translation>
    </message>
    <message>
        <source>{0} would be removed on the server: {1}.</source>
        <translation>Auf dem Server zu entfernen: {0} ({1}).</translation>
    </message>
    <message>
        <source>Your files on this computer stay as they are.</source>
        <translation>Ihre Dateien auf diesem Computer bleiben, wie sie sind.</translation>
    </message>
    <message>
        <source>There is nothing to remove.</source>
        <translation>Es gibt nichts zu entfernen.</translation>
    </message>
    <message>
        <source>This server may only move them to its archive.</source>
        <translation>Dieser Server verschiebt sie vielleicht nur in sein Archiv.</translation>
    </message>
    <message>
        <source>1 mailbox that the import made, and that is empty then, goes too.</source>
        <translation>1 Ordner, den der Import angelegt hat und der dann leer ist, wird auch entfernt.</translation>
    </message>
    <message>
        <source>{0} mailboxes that the import made, and that are empty then, go too.</source>
        <translation>{0} Ordner, die der Import angelegt hat und die dann leer sind, werden auch entfernt.</translation>
    </message>
    <message>
        <source>Take them back</source>
        <translation>Zurücknehmen</translation>
    </message>
    <message>
        <source>{0} were taken back.</source>
        <translation>Zurückgenommen: {0}.</translation>
    </message>
    <message>
        <source>1 message was taken back.</source>
        <translation>1 Nachricht wurde zurückgenommen.</translation>
    </message>
    <message>
        <source>Left in place: {0}.</source>
        <translation>Nicht entfernt: {0}.</translation>
    </message>
    <message>
        <source>Show the report</source>
        <translation>Bericht anzeigen</translation>
    </message>
    <message>
        <source>Not all is as it was sent</source>
        <translation>Nicht alles ist so, wie es gesendet wurde</translation>
    </message>
    <message>
        <source>Not all could be compared</source>
        <translation>Nicht alles konnte verglichen werden</translation>
    </message>
    <message>
        <source>Show what was refused</source>
        <translation>Abgelehntes zeigen</translation>
    </message>
    <message>
        <source>Leave out what was not sent</source>
        <translation>Nicht Gesendetes weglassen</translation>
    </message>
    <message>
        <source>{0}: {1}</source>
        <translation>{0}: {1}</translation>
    </message>
</context>
<context>
    <name>App</name>
    <message>
        <source>Mailferry</source>
        <translation>Mailferry</translation>
    </message>
</context>
<context>
    <name>Desktop</name>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
</context>
<context>
    <name>Details</name>
    <message>
        <source>Account: {0}</source>
        <translation>Konto: {0}</translation>
    </message>
    <message>
        <source>Delivery: {0}</source>
        <translation>Zustellung: {0}</translation>
    </message>
    <message>
        <source>Begun: {0}</source>
        <translation>Begonnen: {0}</translation>
    </message>
    <message>
        <source>Source: {0}</source>
        <translation>Quelle: {0}</translation>
    </message>
    <message>
        <source>{0} in 1 batch, {1}:</source>
        <translation>{0} in 1 Paket, {1}:</translation>
    </message>
    <message>
        <source>{0} in {1} batches, {2}:</source>
        <translation>{0} in {1} Paketen, {2}:</translation>
    </message>
    <message>
        <source>   {0} arrived</source>
        <translation>   {0} angekommen</translation>
    </message>
    <message>
        <source> + {0} refused by the server</source>
        <translation> + {0} vom Server abgelehnt</translation>
    </message>
    <message>
        <source> + {0} left out on purpose</source>
        <translation> + {0} absichtlich weggelassen</translation>
    </message>
    <message>
        <source> + {0} not sent, of which {1} still wait</source>
        <translation> + {0} nicht gesendet, davon noch offen: {1}</translation>
    </message>
    <message>
        <source>   ({0} of these are unclear: nobody can tell whether they arrived)</source>
        <translation>   ({0} davon sind ungeklärt: Niemand kann sagen, ob sie angekommen sind)</translation>
    </message>
    <message>
        <source> = {0}</source>
        <translation> = {0}</translation>
    </message>
    <message>
        <source>Besides, {0} files were no mail.</source>
        <translation>Außerdem waren {0} Dateien keine E-Mails.</translation>
    </message>
    <message>
        <source>Besides, 1 file was no mail.</source>
        <translation>Außerdem war 1 Datei keine E-Mail.</translation>
    </message>
    <message>
        <source>Found in the sources:</source>
        <translation>In den Quellen gefunden:</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} von {1}</translation>
    </message>
    <message>
        <source>{0}, {1}</source>
        <translation>{0}, {1}</translation>
    </message>
    <message>
        <source>Mailbox: {0}</source>
        <translation>Ordner: {0}</translation>
    </message>
    <message>
        <source>Attempts: {0}</source>
        <translation>Versuche: {0}</translation>
    </message>
    <message>
        <source>Made of batch {0}</source>
        <translation>Entstanden aus Paket {0}</translation>
    </message>
    <message>
        <source>Settled: {0}</source>
        <translation>Beendet: {0}</translation>
    </message>
    <message>
        <source>The refused message: {0}</source>
        <translation>Die abgelehnte Nachricht: {0}</translation>
    </message>
    <message>
        <source>{0} of its messages went on in other batches, or were left out.</source>
        <translation>{0} daraus gingen in anderen Paketen weiter oder wurden weggelassen.</translation>
    </message>
    <message>
        <source>What you can choose:</source>
        <translation>Was Sie wählen können:</translation>
    </message>
    <message>
        <source>The server&apos;s own words:</source>
        <translation>Der Wortlaut des Servers:</translation>
    </message>
    <message>
        <source>What was said at last:</source>
        <translation>Was zuletzt gesagt wurde:</translation>
    </message>
    <message>
        <source>The server takes the whole batch in one command, or nothing of it.</source>
        <translation>Der Server nimmt das ganze Paket mit einem Befehl an, oder nichts davon.</translation>
    </message>
    <message>
        <source>The batch goes into a mailbox of its own first, and is copied from there in one step: all of it, or nothing.</source>
        <translation>Das Paket kommt erst in einen eigenen Ordner und wird von dort in einem Schritt kopiert: alles oder nichts.</translation>
    </message>
    <message>
        <source>The messages are stored one after the other; if one fails, those before it are removed again.</source>
        <translation>Die Nachrichten werden nacheinander gespeichert; misslingt eine, werden die vorigen wieder entfernt.</translation>
    </message>
    <message>
        <source>Each message is a batch of its own: this server can do no more.</source>
        <translation>Jede Nachricht ist ein eigenes Paket: Mehr kann dieser Server nicht.</translation>
    </message>
    <message>
        <source>arrived</source>
        <translation>angekommen</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>abgelehnt</translation>
    </message>
    <message>
        <source>the connection was lost</source>
        <translation>die Verbindung ging verloren</translation>
    </message>
    <message>
        <source>the server ended the connection</source>
        <translation>der Server hat die Verbindung beendet</translation>
    </message>
    <message>
        <source>stopped, since Mailferry was closed</source>
        <translation>angehalten, da Mailferry geschlossen wurde</translation>
    </message>
    <message>
        <source>broken off, since Mailferry or the computer stopped</source>
        <translation>abgebrochen, da Mailferry oder der Computer plötzlich zu Ende war</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>abgebrochen</translation>
    </message>
    <message>
        <source>nothing had arrived</source>
        <translation>nichts war angekommen</translation>
    </message>
    <message>
        <source>a part had arrived</source>
        <translation>ein Teil war angekommen</translation>
    </message>
    <message>
        <source>refused for now</source>
        <translation>vorerst abgelehnt</translation>
    </message>
    <message>
        <source>a file had another name</source>
        <translation>eine Datei hatte einen anderen Namen</translation>
    </message>
    <message>
        <source>no staging mailbox</source>
        <translation>kein Zwischenordner</translation>
    </message>
    <message>
        <source>nobody could tell</source>
        <translation>niemand konnte es sagen</translation>
    </message>
    <message>
        <source>under way</source>
        <translation>unterwegs</translation>
    </message>
    <message>
        <source>Attempt {0}: {1}</source>
        <translation>Versuch {0}: {1}</translation>
    </message>
    <message>
        <source>Ended: {0}, after {1} s</source>
        <translation>Beendet: {0}, nach {1} s</translation>
    </message>
    <message>
        <source>C is what Mailferry said, S what the server said; messages are left out:</source>
        <translation>C ist, was Mailferry sagte, S, was der Server sagte; Nachrichten sind ausgelassen:</translation>
    </message>
    <message>
        <source>When it was looked for what had arrived:</source>
        <translation>Als nachgesehen wurde, was angekommen war:</translation>
    </message>
    <message>
        <source>There was no attempt yet.</source>
        <translation>Es gab noch keinen Versuch.</translation>
    </message>
    <message>
        <source>(no subject)</source>
        <translation>(kein Betreff)</translation>
    </message>
    <message>
        <source>File: {0}, from byte {1}</source>
        <translation>Datei: {0}, ab Byte {1}</translation>
    </message>
    <message>
        <source>Size: {0} bytes as sent</source>
        <translation>Größe: {0} Bytes bei der Übertragung</translation>
    </message>
    <message>
        <source>Date: {0}</source>
        <translation>Datum: {0}</translation>
    </message>
    <message>
        <source>none, the server sets it</source>
        <translation>keines, der Server setzt es</translation>
    </message>
    <message>
        <source>Flags: {0}</source>
        <translation>Markierungen: {0}</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>Found in {0} when it was looked for: {1}</source>
        <translation>In {0} gefunden, als danach gesucht wurde: {1}</translation>
    </message>
    <message>
        <source>UID in {0}: {1}</source>
        <translation>UID in {0}: {1}</translation>
    </message>
</context>
<context>
    <name>Drop</name>
    <message>
        <source>Open Thunderbird&apos;s mail</source>
        <translation>E-Mails von Thunderbird öffnen</translation>
    </message>
    <message>
        <source>Select the messages in it (Ctrl+A) and drag them, or open Thunderbird&apos;s mail here.</source>
        <translation>Markieren Sie dort die Nachrichten (Strg+A) und ziehen Sie diese, oder öffnen Sie die E-Mails von Thunderbird hier.</translation>
    </message>
    <message>
        <source>Thunderbird does not hand folders to other programs.</source>
        <translation>Thunderbird gibt keine Ordner an andere Programme weiter.</translation>
    </message>
    <message>
        <source>Nothing came with the folder</source>
        <translation>Mit dem Ordner kamen keine E-Mails</translation>
    </message>
    <message>
        <source>Thunderbird left out 1 of {0} messages: number {1} of those selected, after “{2}”. Drag it alone.</source>
        <translation>Thunderbird hat 1 von {0} Nachrichten ausgelassen: Nummer {1} der markierten, nach „{2}“. Ziehen Sie sie einzeln.</translation>
    </message>
    <message>
        <source>Thunderbird left out {0} of {1} messages: of those selected numbers {2}. Drag each of them alone.</source>
        <translation>Thunderbird hat {0} von {1} Nachrichten ausgelassen: von den markierten die Nummern {2}. Ziehen Sie jede davon einzeln.</translation>
    </message>
    <message>
        <source>Not all of it came</source>
        <translation>Nicht alles wurde übergeben</translation>
    </message>
    <message>
        <source>{0} messages</source>
        <translation>{0} Nachrichten</translation>
    </message>
    <message>
        <source>{0} messages from Thunderbird</source>
        <translation>{0} Nachrichten aus Thunderbird</translation>
    </message>
    <message>
        <source>Thunderbird does not tell which messages of IMAP folders were read: those arrive as unread.</source>
        <translation>Thunderbird teilt nicht mit, welche Nachrichten aus IMAP-Ordnern gelesen sind: diese kommen als ungelesen an.</translation>
    </message>
    <message>
        <source>Nothing to import</source>
        <translation>Nichts zu importieren</translation>
    </message>
    <message>
        <source>{0} of {1} files that Thunderbird names are not there. If it runs in a sandbox (Flatpak, Snap), its temporary folder cannot be seen from here: save the messages as files and drop those, or open Thunderbird&apos;s mail here.</source>
        <translation>{0} von {1} Dateien, die Thunderbird nennt, sind nicht da. Läuft es in einer Sandbox (Flatpak, Snap), ist sein temporärer Ordner von hier aus nicht zu sehen: Speichern Sie die Nachrichten als Dateien und ziehen Sie diese, oder öffnen Sie die E-Mails von Thunderbird hier.</translation>
    </message>
    <message>
        <source>{0} of {1} files that were dropped are not there any more.</source>
        <translation>{0} von {1} abgelegten Dateien sind nicht mehr da.</translation>
    </message>
    <message>
        <source>{0} of {1} files that were dropped could not be kept: they may not be read, or there is no room for them.</source>
        <translation>{0} von {1} abgelegten Dateien konnten nicht übernommen werden: Sie dürfen nicht gelesen werden, oder der Platz reicht nicht.</translation>
    </message>
    <message>
        <source>A message from another program</source>
        <translation>Eine Nachricht aus einem anderen Programm</translation>
    </message>
    <message>
        <source>Thunderbird took too long to hand its messages over. Drag fewer at once, or open Thunderbird&apos;s mail here and import the folder itself.</source>
        <translation>Thunderbird brauchte zu lange, um die Nachrichten zu übergeben. Ziehen Sie weniger auf einmal, oder öffnen Sie die E-Mails von Thunderbird hier und importieren Sie den ganzen Ordner.</translation>
    </message>
    <message>
        <source>There is no file on this computer in what was dropped. Save it as a file first, then drop the file.</source>
        <translation>Was Sie abgelegt haben, ist keine Datei auf diesem Computer. Speichern Sie es zuerst als Datei und ziehen Sie dann die Datei.</translation>
    </message>
</context>
<context>
    <name>DropWindow</name>
    <message>
        <source>Drop it onto a mailbox, on the right.</source>
        <translation>Legen Sie es rechts auf einem Ordner ab.</translation>
    </message>
    <message>
        <source>There are no files in what you drag, and no messages.</source>
        <translation>Was Sie ziehen, enthält weder Dateien noch Nachrichten.</translation>
    </message>
    <message>
        <source>Drop it to look into it. To import it, choose a mailbox on the right first.</source>
        <translation>Ablegen, um hineinzusehen. Zum Importieren wählen Sie zuerst rechts einen Ordner.</translation>
    </message>
</context>
<context>
    <name>ElsewhereBar</name>
    <message>
        <source>Mailbox to send it to</source>
        <translation>Ordner, in den gesendet wird</translation>
    </message>
    <message>
        <source>A name that is not in the list becomes a new mailbox; / leads one level down.</source>
        <translation>Ein Name, der nicht in der Liste steht, wird ein neuer Ordner; / führt eine Ebene tiefer.</translation>
    </message>
    <message>
        <source>Send it there</source>
        <translation>Dorthin senden</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Jetzt nicht</translation>
    </message>
    <message>
        <source>Choose or type a mailbox</source>
        <translation>Ordner wählen oder eintippen</translation>
    </message>
    <message>
        <source>Send {0} of {1} into</source>
        <translation>{0} aus {1} senden nach</translation>
    </message>
    <message>
        <source>batch {0}</source>
        <translation>Paket {0}</translation>
    </message>
</context>
<context>
    <name>Ending</name>
    <message>
        <source>Something in Mailferry itself failed while it stopped. Nothing is lost: what has not arrived goes on at the next start.</source>
        <translation>In Mailferry selbst ist beim Beenden etwas schiefgegangen. Nichts ist verloren: Was noch nicht angekommen ist, geht beim nächsten Start weiter.</translation>
    </message>
</context>
<context>
    <name>Engine</name>
    <message>
        <source>1 CR without LF becomes a line end, or is taken out where a line end follows.</source>
        <translation>1 CR ohne LF wird zu einem Zeilenende, oder herausgenommen, wo eines folgt.</translation>
    </message>
    <message>
        <source>1 header line that is no field becomes the text of a field X-Invalid-Header-Line.</source>
        <translation>1 Kopfzeile, die kein Feld ist, wird zum Text eines Feldes X-Invalid-Header-Line.</translation>
    </message>
    <message>
        <source>1 line has more than {0} octets, and to break it would change the text.</source>
        <translation>1 Zeile hat mehr als {0} Bytes; sie zu umbrechen, würde den Text ändern.</translation>
    </message>
    <message>
        <source>1 NUL character becomes a space.</source>
        <translation>1 NUL-Zeichen wird zu einem Leerzeichen.</translation>
    </message>
    <message>
        <source>1 NUL character is taken out.</source>
        <translation>1 NUL-Zeichen wird herausgenommen.</translation>
    </message>
    <message>
        <source>A file could not be read</source>
        <translation>Eine Datei konnte nicht gelesen werden</translation>
    </message>
    <message>
        <source>A file has changed</source>
        <translation>Eine Datei hat sich geändert</translation>
    </message>
    <message>
        <source>A file has gone</source>
        <translation>Eine Datei ist verschwunden</translation>
    </message>
    <message>
        <source>A line end is put at its end, which is within its header.</source>
        <translation>Am Ende, das noch in den Kopfzeilen liegt, wird ein Zeilenende eingefügt.</translation>
    </message>
    <message>
        <source>A message of {0} is empty.</source>
        <translation>Eine Nachricht in {0} ist leer.</translation>
    </message>
    <message>
        <source>A message of {0} was deleted; only its octets are still there.</source>
        <translation>Eine Nachricht in {0} wurde gelöscht; nur ihre Bytes sind noch da.</translation>
    </message>
    <message>
        <source>A message of {0}, at octet {1}, is not as long as the file says. It was read as far as it goes.</source>
        <translation>Eine Nachricht in {0}, bei Byte {1}, ist nicht so lang, wie die Datei sagt. Sie wurde gelesen, so weit sie reicht.</translation>
    </message>
    <message>
        <source>a name in it is longer than any name can be</source>
        <translation>ein Name darin ist länger als erlaubt</translation>
    </message>
    <message>
        <source>A part of Mailferry is not installed</source>
        <translation>Ein Teil von Mailferry ist nicht installiert</translation>
    </message>
    <message>
        <source>An archive is not what it seems</source>
        <translation>Ein Archiv ist nicht, was es scheint</translation>
    </message>
    <message>
        <source>An empty line is put before {0}: what follows is text.</source>
        <translation>Vor {0} wird eine leere Zeile eingefügt: Was folgt, ist Text.</translation>
    </message>
    <message>
        <source>Apple Mail</source>
        <translation>Apple Mail</translation>
    </message>
    <message>
        <source>appointments</source>
        <translation>Termine</translation>
    </message>
    <message>
        <source>Attachment {0} of {1} is not on this computer. Let Mail load the whole message, then try again.</source>
        <translation>Anhang {0} von {1} ist nicht auf diesem Computer. Lassen Sie Mail die ganze Nachricht laden, und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>contacts</source>
        <translation>Kontakte</translation>
    </message>
    <message>
        <source>goes on behind its end: another archive was put behind it, which was not read. Unpack it with `tar --ignore-zeros`, then import what was in it</source>
        <translation>geht hinter seinem Ende weiter: Dahinter steht noch ein Archiv, das nicht gelesen wurde. Entpacken Sie es mit `tar --ignore-zeros` und importieren Sie dann den Inhalt</translation>
    </message>
    <message>
        <source>has a name that cannot be a file here, so it was not read</source>
        <translation>hat einen Namen, der hier keine Datei sein kann, und wurde daher nicht gelesen</translation>
    </message>
    <message>
        <source>has a name that cannot be a folder here</source>
        <translation>hat einen Namen, der hier kein Ordner sein kann</translation>
    </message>
    <message>
        <source>has a name that leads out of the archive, so it was not read</source>
        <translation>hat einen Namen, der aus dem Archiv hinausführt, und wurde daher nicht gelesen</translation>
    </message>
    <message>
        <source>has a password for Outlook. It encrypts nothing, so the mail could be read without it</source>
        <translation>hat ein Passwort für Outlook. Es verschlüsselt nichts, daher konnten die E-Mails ohne es gelesen werden</translation>
    </message>
    <message>
        <source>has an attachment that is not in it; the rest of the message was read</source>
        <translation>hat einen Anhang, der nicht darin ist; der Rest der Nachricht wurde gelesen</translation>
    </message>
    <message>
        <source>has an attachment that is damaged or not in the archive; the rest of the message was read</source>
        <translation>hat einen Anhang, der beschädigt oder nicht im Archiv ist; der Rest der Nachricht wurde gelesen</translation>
    </message>
    <message>
        <source>holds a message that is damaged (number {0}), so its end is missing. It was read as far as possible</source>
        <translation>enthält eine beschädigte Nachricht (Nummer {0}), deren Ende fehlt. Sie wurde gelesen, soweit es geht</translation>
    </message>
    <message>
        <source>is damaged, so parts of the message in it may be missing or wrong. It was read as far as possible</source>
        <translation>ist beschädigt; deshalb können Teile der Nachricht darin fehlen oder falsch sein. Sie wurde gelesen, soweit es geht</translation>
    </message>
    <message>
        <source>has a list of messages that is damaged. They were found without it, so some may be missing, and some that had been deleted may be there again</source>
        <translation>hat eine beschädigte Liste der Nachrichten. Sie wurden ohne sie gefunden; deshalb können einige fehlen, und einige, die gelöscht waren, wieder da sein</translation>
    </message>
    <message>
        <source>has a list of folders that is damaged. They were found without it, so some may be missing, and some that had been deleted may be there again</source>
        <translation>hat eine beschädigte Liste der Ordner. Sie wurden ohne sie gefunden; deshalb können einige fehlen, und einige, die gelöscht waren, wieder da sein</translation>
    </message>
    <message>
        <source>has an index that is damaged, so messages may be missing. Let Outlook repair the file (scanpst.exe), then try again</source>
        <translation>hat einen beschädigten Index; deshalb können Nachrichten fehlen. Lassen Sie Outlook die Datei reparieren (scanpst.exe), und versuchen Sie es dann noch einmal</translation>
    </message>
    <message>
        <source>holds a message that is damaged (number {0} of the file, “{1}”), so parts of it may be missing or wrong. It was read as far as possible</source>
        <translation>enthält eine beschädigte Nachricht (Nummer {0} der Datei, „{1}“), von der Teile fehlen oder falsch sein können. Sie wurde gelesen, soweit es geht</translation>
    </message>
    <message>
        <source>holds a message (number {0} of the file, “{1}”) with an attachment that is not in it or cannot be read; the rest was</source>
        <translation>enthält eine Nachricht (Nummer {0} der Datei, „{1}“) mit einem Anhang, der nicht darin ist oder nicht gelesen werden kann; der Rest wurde gelesen</translation>
    </message>
    <message>
        <source>holds a message that is damaged and was not read (number {0} of the file)</source>
        <translation>enthält eine Nachricht, die beschädigt ist und nicht gelesen wurde (Nummer {0} der Datei)</translation>
    </message>
    <message>
        <source>holds a message that is damaged and was not read (number {0})</source>
        <translation>enthält eine Nachricht, die beschädigt ist und nicht gelesen wurde (Nummer {0})</translation>
    </message>
    <message>
        <source>holds far more than its size can mean, so the rest of it was not unpacked. Unpack it yourself if you trust it</source>
        <translation>enthält weit mehr, als seine Größe bedeuten kann, daher wurde der Rest nicht entpackt. Entpacken Sie es selbst, wenn Sie ihm vertrauen</translation>
    </message>
    <message>
        <source>holds no mail: {0}</source>
        <translation>enthält keine E-Mails: {0}</translation>
    </message>
    <message>
        <source>holds {0} items that are no mail and were left out ({1})</source>
        <translation>enthält {0} Einträge, die keine E-Mails sind und weggelassen wurden ({1})</translation>
    </message>
    <message>
        <source>is a deleted mail that MH has not cleared away</source>
        <translation>ist eine gelöschte E-Mail, die MH noch nicht weggeräumt hat</translation>
    </message>
    <message>
        <source>is a link or a device, which is not followed</source>
        <translation>ist ein Verweis oder ein Gerät, dem nicht gefolgt wird</translation>
    </message>
    <message>
        <source>is a link to a folder that was read already</source>
        <translation>ist ein Verweis auf einen Ordner, der schon gelesen wurde</translation>
    </message>
    <message>
        <source>is compressed in a way that Mailferry cannot read ({0}). Unpack the archive, then import what was in it</source>
        <translation>ist auf eine Art komprimiert, die Mailferry nicht lesen kann ({0}). Entpacken Sie das Archiv, und importieren Sie dann, was darin war</translation>
    </message>
    <message>
        <source>is cut off, so what follows is missing and its last message may not be whole. Get it once more</source>
        <translation>ist abgeschnitten: Was folgt, fehlt, und die letzte Nachricht ist vielleicht nicht vollständig. Holen Sie die Datei noch einmal</translation>
    </message>
    <message>
        <source>is damaged ({0}). Get the archive once more</source>
        <translation>ist beschädigt ({0}). Besorgen Sie das Archiv noch einmal</translation>
    </message>
    <message>
        <source>is damaged, so not all of its messages were read</source>
        <translation>ist beschädigt, daher wurden nicht alle Nachrichten darin gelesen</translation>
    </message>
    <message>
        <source>is damaged, so nothing behind the damage was read ({0}). Get it once more</source>
        <translation>ist beschädigt, daher wurde hinter der schadhaften Stelle nichts gelesen ({0}). Besorgen Sie es noch einmal</translation>
    </message>
    <message>
        <source>is damaged, so the message in it was not read</source>
        <translation>ist beschädigt, daher wurde die Nachricht darin nicht gelesen</translation>
    </message>
    <message>
        <source>is damaged, so the rest of it was not read. Let Outlook repair it (scanpst.exe), then try again</source>
        <translation>ist beschädigt, daher wurde der Rest nicht gelesen. Lassen Sie Outlook sie reparieren (scanpst.exe), und versuchen Sie es noch einmal</translation>
    </message>
    <message>
        <source>is encrypted. Unpack the archive with its password, then import what was in it</source>
        <translation>ist verschlüsselt. Entpacken Sie das Archiv mit seinem Passwort, und importieren Sie dann, was darin war</translation>
    </message>
    <message>
        <source>is hidden or holds no mail of yours, so it was not looked into</source>
        <translation>ist versteckt oder enthält keine E-Mails von Ihnen, daher wurde nicht hineingesehen</translation>
    </message>
    <message>
        <source>is no mail but a calendar, contacts, notes or settings</source>
        <translation>ist keine E-Mail, sondern Kalender, Kontakte, Notizen oder Einstellungen</translation>
    </message>
    <message>
        <source>is no mail of Zimbra but an appointment, a contact or a task</source>
        <translation>ist keine E-Mail von Zimbra, sondern ein Termin, ein Kontakt oder eine Aufgabe</translation>
    </message>
    <message>
        <source>is not a plain file</source>
        <translation>ist keine gewöhnliche Datei</translation>
    </message>
    <message>
        <source>is not mail but a record that a program keeps beside it</source>
        <translation>ist keine E-Mail, sondern eine Aufzeichnung, die ein Programm daneben führt</translation>
    </message>
    <message>
        <source>is not the list of a drag any more</source>
        <translation>gehört zu Nachrichten, die aus einem anderen Programm gezogen wurden, und ist nicht mehr vollständig</translation>
    </message>
    <message>
        <source>is only the index of a folder; its mail is not here</source>
        <translation>ist nur der Index eines Ordners; dessen E-Mails sind nicht hier</translation>
    </message>
    <message>
        <source>it begins with nothing but empty lines or zero octets</source>
        <translation>die Datei beginnt nur mit leeren Zeilen oder Null-Bytes</translation>
    </message>
    <message>
        <source>it declares a document type</source>
        <translation>es enthält eine Dokumenttyp-Deklaration</translation>
    </message>
    <message>
        <source>it does not begin like a zip archive: it is damaged, or the last part of a split one</source>
        <translation>die Datei beginnt nicht wie ein zip-Archiv: Sie ist beschädigt oder der letzte Teil eines geteilten</translation>
    </message>
    <message>
        <source>it holds mailboxes with indexes or .sbd folders beside them, as Thunderbird and Evolution keep them</source>
        <translation>darin sind Postfachdateien mit Indexen oder .sbd-Ordnern daneben, wie Thunderbird und Evolution sie anlegen</translation>
    </message>
    <message>
        <source>it holds messages that were dragged out of another program</source>
        <translation>darin sind Nachrichten, die aus einem anderen Programm gezogen wurden</translation>
    </message>
    <message>
        <source>it holds numbered mails, as MH, Sylpheed and Claws keep them</source>
        <translation>darin sind nummerierte E-Mails, wie MH, Sylpheed und Claws sie anlegen</translation>
    </message>
    <message>
        <source>it holds the accounts of a Thunderbird profile</source>
        <translation>darin sind die Konten eines Thunderbird-Profils</translation>
    </message>
    <message>
        <source>it is a 7z archive; unpack it first</source>
        <translation>es ist ein 7z-Archiv; entpacken Sie es zuerst</translation>
    </message>
    <message>
        <source>it is a cabinet archive; unpack it first</source>
        <translation>es ist ein Cabinet-Archiv; bitte erst entpacken</translation>
    </message>
    <message>
        <source>it is a companion file of macOS (AppleDouble) without mail in it</source>
        <translation>es ist eine Begleitdatei von macOS (AppleDouble) ohne E-Mails</translation>
    </message>
    <message>
        <source>it is a companion file of macOS (AppleSingle)</source>
        <translation>es ist eine Begleitdatei von macOS (AppleSingle)</translation>
    </message>
    <message>
        <source>it is a database, not mail</source>
        <translation>es ist eine Datenbank, keine E-Mails</translation>
    </message>
    <message>
        <source>it is a folder of Foxmail</source>
        <translation>es ist ein Ordner von Foxmail</translation>
    </message>
    <message>
        <source>it is a folder of Outlook Express</source>
        <translation>es ist ein Ordner von Outlook Express</translation>
    </message>
    <message>
        <source>it is a folder of Outlook Express 4: it begins with JMF6</source>
        <translation>es ist ein Ordner von Outlook Express 4: Er beginnt mit JMF6</translation>
    </message>
    <message>
        <source>it is a folder of Pegasus Mail</source>
        <translation>es ist ein Ordner von Pegasus Mail</translation>
    </message>
    <message>
        <source>it is a folder of The Bat!</source>
        <translation>es ist ein Ordner von The Bat!</translation>
    </message>
    <message>
        <source>it is a Google Takeout</source>
        <translation>es ist ein Google Takeout</translation>
    </message>
    <message>
        <source>it is a mail of Apple Mail: it begins with a number of octets</source>
        <translation>es ist eine E-Mail von Apple Mail: Sie beginnt mit einer Anzahl von Bytes</translation>
    </message>
    <message>
        <source>it is a mailbox of Apple Mail</source>
        <translation>es ist ein Postfach von Apple Mail</translation>
    </message>
    <message>
        <source>it is a mailbox of Emacs (Babyl); let Emacs make an mbox file of it (M-x unrmail)</source>
        <translation>es ist ein Postfach von Emacs (Babyl); lassen Sie Emacs daraus eine mbox-Datei machen (M-x unrmail)</translation>
    </message>
    <message>
        <source>it is a Maildir: cur, or new and tmp, are in it</source>
        <translation>es ist ein Maildir: cur, oder new und tmp, sind darin</translation>
    </message>
    <message>
        <source>it is a part of a split archive; unpack it first, with all its parts beside it</source>
        <translation>es ist ein Teil eines geteilten Archivs; bitte erst entpacken, mit allen Teilen daneben</translation>
    </message>
    <message>
        <source>it is a PDF document</source>
        <translation>es ist ein PDF-Dokument</translation>
    </message>
    <message>
        <source>it is a rar archive; unpack it first</source>
        <translation>es ist ein rar-Archiv; entpacken Sie es zuerst</translation>
    </message>
    <message>
        <source>it is a record of Outlook Express, not its mail</source>
        <translation>es ist eine Aufzeichnung von Outlook Express, nicht dessen E-Mails</translation>
    </message>
    <message>
        <source>it is a tar archive</source>
        <translation>es ist ein tar-Archiv</translation>
    </message>
    <message>
        <source>it is a Thunderbird profile: the folders Mail or ImapMail are in it</source>
        <translation>es ist ein Thunderbird-Profil: die Ordner Mail oder ImapMail sind darin</translation>
    </message>
    <message>
        <source>it is a UW mbx file: it begins with *mbx*</source>
        <translation>es ist eine UW-mbx-Datei: Sie beginnt mit *mbx*</translation>
    </message>
    <message>
        <source>it is a {0} archive</source>
        <translation>es ist ein {0}-Archiv</translation>
    </message>
    <message>
        <source>it is an archive of Outlook for Mac</source>
        <translation>es ist ein Archiv von Outlook für Mac</translation>
    </message>
    <message>
        <source>it is an index of Outlook Express, not its mail</source>
        <translation>es ist ein Index von Outlook Express, nicht dessen E-Mails</translation>
    </message>
    <message>
        <source>it is an index of Thunderbird, not its mail</source>
        <translation>es ist ein Index von Thunderbird, nicht dessen E-Mails</translation>
    </message>
    <message>
        <source>it is an mbox file with the line ends of an old Mac: it begins with a From_ line</source>
        <translation>es ist eine mbox-Datei mit den Zeilenenden eines alten Mac: Sie beginnt mit einer From_-Zeile</translation>
    </message>
    <message>
        <source>it is an mbox file: it begins with a From_ line</source>
        <translation>es ist eine mbox-Datei: Sie beginnt mit einer From_-Zeile</translation>
    </message>
    <message>
        <source>it is an MMDF file: four octets 1 stand between its messages</source>
        <translation>es ist eine MMDF-Datei: Zwischen ihren Nachrichten stehen vier Bytes mit dem Wert 1</translation>
    </message>
    <message>
        <source>it is an ordinary folder</source>
        <translation>es ist ein gewöhnlicher Ordner</translation>
    </message>
    <message>
        <source>it is an Outlook data file: it begins with !BDN</source>
        <translation>es ist eine Outlook-Datendatei: Sie beginnt mit !BDN</translation>
    </message>
    <message>
        <source>it is an Outlook message or a file of Office</source>
        <translation>es ist eine Outlook-Nachricht oder eine Office-Datei</translation>
    </message>
    <message>
        <source>it is compressed by compress (.Z); unpack it first</source>
        <translation>die Datei ist mit compress gepackt (.Z); bitte erst entpacken</translation>
    </message>
    <message>
        <source>it is compressed by lz4; unpack it first</source>
        <translation>die Datei ist mit lz4 gepackt; bitte erst entpacken</translation>
    </message>
    <message>
        <source>it is empty</source>
        <translation>es ist leer</translation>
    </message>
    <message>
        <source>it is of the store of a Dovecot server (dbox), which keeps flags and folders elsewhere; let Dovecot give the mail out, by IMAP or with doveadm backup</source>
        <translation>sie gehört zum Speicher eines Dovecot-Servers (dbox), der Markierungen und Ordner anderswo aufbewahrt; lassen Sie Dovecot die E-Mails herausgeben, über IMAP oder mit doveadm backup</translation>
    </message>
    <message>
        <source>it is one mail: it begins with the header of one</source>
        <translation>es ist eine einzelne E-Mail: Sie beginnt mit deren Kopfzeilen</translation>
    </message>
    <message>
        <source>it is the mail of a Google Takeout</source>
        <translation>es sind die E-Mails eines Google Takeout</translation>
    </message>
    <message>
        <source>it is the mail of Apple Mail: folders named .mbox are in it</source>
        <translation>es sind die E-Mails von Apple Mail: Ordner namens .mbox sind darin</translation>
    </message>
    <message>
        <source>it is too large</source>
        <translation>es ist zu groß</translation>
    </message>
    <message>
        <source>its first line</source>
        <translation>ihrer ersten Zeile</translation>
    </message>
    <message>
        <source>journal entries</source>
        <translation>Journaleinträge</translation>
    </message>
    <message>
        <source>lists of contacts</source>
        <translation>Kontaktlisten</translation>
    </message>
    <message>
        <source>Local Folders</source>
        <translation>Lokale Ordner</translation>
    </message>
    <message>
        <source>Mail folder</source>
        <translation>E-Mail-Ordner</translation>
    </message>
    <message>
        <source>mail of a mail program</source>
        <translation>E-Mails eines E-Mail-Programms</translation>
    </message>
    <message>
        <source>Message {0} of {1} is empty.</source>
        <translation>Nachricht {0} in {1} ist leer.</translation>
    </message>
    <message>
        <source>Message {0} of {1} was deleted in Thunderbird; only its octets are still there.</source>
        <translation>Nachricht {0} in {1} wurde in Thunderbird gelöscht; nur ihre Bytes sind noch da.</translation>
    </message>
    <message>
        <source>messages dragged out of another program</source>
        <translation>aus einem anderen Programm gezogene Nachrichten</translation>
    </message>
    <message>
        <source>names a message whose text was never fetched from its server</source>
        <translation>nennt eine Nachricht, deren Text nie vom Server geholt wurde</translation>
    </message>
    <message>
        <source>it does not begin as a mail does</source>
        <translation>die Datei beginnt nicht wie eine E-Mail</translation>
    </message>
    <message>
        <source>No mail in it</source>
        <translation>Keine E-Mails darin</translation>
    </message>
    <message>
        <source>notes</source>
        <translation>Notizen</translation>
    </message>
    <message>
        <source>Octets over 127 in 1 header field become encoded words (RFC 2047).</source>
        <translation>Bytes über 127 in 1 Kopffeld werden zu kodierten Wörtern (RFC 2047).</translation>
    </message>
    <message>
        <source>Octets over 127 in {0} header fields become encoded words (RFC 2047).</source>
        <translation>Bytes über 127 in {0} Kopffeldern werden zu kodierten Wörtern (RFC 2047).</translation>
    </message>
    <message>
        <source>Outlook data file</source>
        <translation>Outlook-Datendatei</translation>
    </message>
    <message>
        <source>records of Outlook</source>
        <translation>Einträge von Outlook</translation>
    </message>
    <message>
        <source>repeats a file of the archive that could not be read</source>
        <translation>wiederholt eine Datei des Archivs, die nicht gelesen werden konnte</translation>
    </message>
    <message>
        <source>System mailbox</source>
        <translation>Systempostfach</translation>
    </message>
    <message>
        <source>tasks</source>
        <translation>Aufgaben</translation>
    </message>
    <message>
        <source>the first line that is no header field</source>
        <translation>der ersten Zeile, die kein Kopffeld ist,</translation>
    </message>
    <message>
        <source>The first record of {0} is the mail program&apos;s own note.</source>
        <translation>Der erste Eintrag in {0} ist eine Notiz des E-Mail-Programms selbst.</translation>
    </message>
    <message>
        <source>The mail could not be read</source>
        <translation>Die E-Mails konnten nicht gelesen werden</translation>
    </message>
    <message>
        <source>the mark at its end is missing</source>
        <translation>die Marke am Ende fehlt</translation>
    </message>
    <message>
        <source>there is no header where one should be</source>
        <translation>wo Kopfzeilen stehen sollten, sind keine</translation>
    </message>
    <message>
        <source>There is not enough room in {0} to unpack {1}. Free some space, then try again.</source>
        <translation>In {0} ist nicht genug Platz, um {1} zu entpacken. Schaffen Sie Platz, und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>too large</source>
        <translation>zu groß</translation>
    </message>
    <message>
        <source>White space before the colon of 1 header field is taken out.</source>
        <translation>Der Leerraum vor dem Doppelpunkt von 1 Kopffeld wird herausgenommen.</translation>
    </message>
    <message>
        <source>White space before the colon of {0} header fields is taken out.</source>
        <translation>Der Leerraum vor dem Doppelpunkt von {0} Kopffeldern wird herausgenommen.</translation>
    </message>
    <message>
        <source>{0} could not be read: {1}.</source>
        <translation>{0} konnte nicht gelesen werden: {1}.</translation>
    </message>
    <message>
        <source>{0} CRs without LF become line ends, or are taken out where a line end follows.</source>
        <translation>{0} CR ohne LF werden zu Zeilenenden, oder herausgenommen, wo eines folgt.</translation>
    </message>
    <message>
        <source>{0} did not answer. Check the drive or the network, then try again.</source>
        <translation>{0} hat nicht geantwortet. Prüfen Sie das Laufwerk oder das Netz, und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>{0} has an attachment whose encoding Mailferry cannot write: {1}.</source>
        <translation>{0} hat einen Anhang, dessen Kodierung Mailferry nicht schreiben kann: {1}.</translation>
    </message>
    <message>
        <source>{0} header lines that are no field become the text of fields X-Invalid-Header-Line.</source>
        <translation>{0} Kopfzeilen, die keine Felder sind, werden zum Text von Feldern X-Invalid-Header-Line.</translation>
    </message>
    <message>
        <source>{0} holds a name that cannot be a file here.</source>
        <translation>{0} enthält einen Namen, der hier keine Datei sein kann.</translation>
    </message>
    <message>
        <source>{0} holds no mail but something else of Outlook: an appointment, a contact, a task or a note.</source>
        <translation>{0} enthält keine E-Mail, sondern etwas anderes von Outlook: einen Termin, einen Kontakt, eine Aufgabe oder eine Notiz.</translation>
    </message>
    <message>
        <source>{0} holds no mail: it is a file of Office, not an Outlook message.</source>
        <translation>{0} enthält keine E-Mails: Es ist eine Office-Datei, keine Outlook-Nachricht.</translation>
    </message>
    <message>
        <source>{0} holds no mail: {1}.</source>
        <translation>{0} enthält keine E-Mails: {1}.</translation>
    </message>
    <message>
        <source>{0} holds no mail: {1}; unpack it first.</source>
        <translation>{0} enthält keine E-Mails: {1}; entpacken Sie es zuerst.</translation>
    </message>
    <message>
        <source>{0} holds unfinished deliveries ({1}), no mail yet.</source>
        <translation>{0} enthält unfertige Zustellungen ({1}), noch keine E-Mails.</translation>
    </message>
    <message>
        <source>{0} is a file of Outlook. To read it, install Mailferry with its part for Outlook, as mailferry[outlook].</source>
        <translation>{0} ist eine Datei von Outlook. Um sie zu lesen, installieren Sie Mailferry mit dem Teil für Outlook, als mailferry[outlook].</translation>
    </message>
    <message>
        <source>{0} is an archive inside of others; unpack it first.</source>
        <translation>{0} ist ein Archiv in anderen; entpacken Sie es zuerst.</translation>
    </message>
    <message>
        <source>{0} is compressed by zstandard. To read it, install Mailferry with its part for that, as mailferry[zstd], or unpack it first.</source>
        <translation>{0} ist mit zstandard komprimiert. Um die Datei zu lesen, installieren Sie Mailferry mit dem Teil dafür, als mailferry[zstd], oder entpacken Sie sie zuerst.</translation>
    </message>
    <message>
        <source>{0} is damaged at octet {1}: no message begins there. Reading went on with the next one.</source>
        <translation>{0} ist bei Byte {1} beschädigt: Dort beginnt keine Nachricht. Mit der nächsten wurde weitergelesen.</translation>
    </message>
    <message>
        <source>{0} is damaged, so it was not read. Export it anew from Outlook.</source>
        <translation>{0} ist beschädigt und wurde nicht gelesen. Exportieren Sie sie in Outlook neu.</translation>
    </message>
    <message>
        <source>{0} is damaged, so it was not read. Save it anew in Outlook.</source>
        <translation>{0} ist beschädigt und wurde nicht gelesen. Speichern Sie sie in Outlook neu.</translation>
    </message>
    <message>
        <source>{0} is damaged, so nothing in it was read. Let Outlook repair it (scanpst.exe), then try again.</source>
        <translation>{0} ist beschädigt, daher wurde nichts darin gelesen. Lassen Sie Outlook sie reparieren (scanpst.exe), und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>{0} is empty.</source>
        <translation>{0} ist leer.</translation>
    </message>
    <message>
        <source>{0} is encrypted by Windows Information Protection. Let Outlook export its mail into a new data file, then import that.</source>
        <translation>{0} ist durch Windows Information Protection verschlüsselt. Lassen Sie Outlook die E-Mails in eine neue Datendatei exportieren, und importieren Sie diese.</translation>
    </message>
    <message>
        <source>{0} is hidden, so it is no message.</source>
        <translation>{0} ist versteckt und daher keine Nachricht.</translation>
    </message>
    <message>
        <source>{0} is no name of a file.</source>
        <translation>{0} ist kein Dateiname.</translation>
    </message>
    <message>
        <source>{0} is a link that leads in a circle, so there is nothing to read.</source>
        <translation>{0} ist eine Verknüpfung, die im Kreis führt; da ist nichts zu lesen.</translation>
    </message>
    <message>
        <source>{0} is not a plain file, so no mail can be read from it.</source>
        <translation>{0} ist keine gewöhnliche Datei, daher können daraus keine E-Mails gelesen werden.</translation>
    </message>
    <message>
        <source>{0} is not empty, though its size is given as 0. Copy it to another folder, then try again.</source>
        <translation>{0} ist nicht leer, obwohl als Größe 0 angegeben ist. Kopieren Sie es in einen anderen Ordner und versuchen Sie es dann noch einmal.</translation>
    </message>
    <message>
        <source>{0} is not there any more. Put it back, or leave its mail out.</source>
        <translation>{0} ist nicht mehr da. Legen Sie sie zurück, oder lassen Sie ihre E-Mails weg.</translation>
    </message>
    <message>
        <source>{0} is the last part of a split archive. Unpack it with all its parts beside it, then import what was in it.</source>
        <translation>{0} ist der letzte Teil eines geteilten Archivs. Entpacken Sie es, wenn alle Teile daneben liegen, und importieren Sie dann den Inhalt.</translation>
    </message>
    <message>
        <source>{0} lines have more than {1} octets, and to break them would change the text.</source>
        <translation>{0} Zeilen haben mehr als {1} Bytes; sie zu umbrechen, würde den Text ändern.</translation>
    </message>
    <message>
        <source>{0} lies too deep to be read. Move it up in its folders, then try again.</source>
        <translation>{0} liegt zu tief, um gelesen zu werden. Verschieben Sie es in seinen Ordnern nach oben und versuchen Sie es dann noch einmal.</translation>
    </message>
    <message>
        <source>{0} may not be read by you. Change its permissions, then try again.</source>
        <translation>{0} darf von Ihnen nicht gelesen werden. Ändern Sie die Zugriffsrechte, und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>{0} NUL characters are taken out.</source>
        <translation>{0} NUL-Zeichen werden herausgenommen.</translation>
    </message>
    <message>
        <source>{0} NUL characters become spaces.</source>
        <translation>{0} NUL-Zeichen werden zu Leerzeichen.</translation>
    </message>
    <message>
        <source>{0} of the messages had attachments in files of their own. These were put back, so the messages are whole, but they need not be octet for octet what was sent.</source>
        <translation>{0} der Nachrichten hatten Anhänge in eigenen Dateien. Diese wurden wieder eingesetzt; die Nachrichten sind also vollständig, müssen aber nicht Byte für Byte sein, was gesendet wurde.</translation>
    </message>
    <message>
        <source>{0} was changed since it was read. Open it again, so that its mail is read anew.</source>
        <translation>{0} hat sich geändert, seit die Datei gelesen wurde. Öffnen Sie sie noch einmal, damit ihre E-Mails neu gelesen werden.</translation>
    </message>
    <message>
        <source>{0} is not the list of a drag any more.</source>
        <translation>{0} gehört zu Nachrichten, die aus einem anderen Programm gezogen wurden, und ist nicht mehr vollständig.</translation>
    </message>
    <message>
        <source>No connection</source>
        <translation>Keine Verbindung</translation>
    </message>
    <message>
        <source>0x80 in their places</source>
        <translation>stattdessen 0x80</translation>
    </message>
    <message>
        <source>1 message</source>
        <translation>1 Nachricht</translation>
    </message>
    <message>
        <source>A message has changed</source>
        <translation>Eine Nachricht hat sich geändert</translation>
    </message>
    <message>
        <source>A message has changed while it was read.</source>
        <translation>Eine Nachricht hat sich geändert, während sie gelesen wurde.</translation>
    </message>
    <message>
        <source>A message is larger than this server takes.</source>
        <translation>Eine Nachricht ist zu groß für diesen Server.</translation>
    </message>
    <message>
        <source>A message is not what it was when it was read first. Import it again, so that it is read anew.</source>
        <translation>Eine Nachricht ist nicht mehr so, wie sie zuerst gelesen wurde. Importieren Sie sie noch einmal, damit sie neu gelesen wird.</translation>
    </message>
    <message>
        <source>A part of the batch is in {0}, and this server can neither take the rest as one nor remove that part.</source>
        <translation>Ein Teil des Pakets ist in {0}, und dieser Server kann weder den Rest als Ganzes annehmen noch diesen Teil entfernen.</translation>
    </message>
    <message>
        <source>A part of the batch was in {0}, which cannot be opened any more: {1}</source>
        <translation>Ein Teil des Pakets war in {0}, das nicht mehr geöffnet werden kann: {1}</translation>
    </message>
    <message>
        <source>A part of the batch was in {0}, which was made anew meanwhile.</source>
        <translation>Ein Teil des Pakets war in {0}; dieser Ordner wurde inzwischen neu angelegt.</translation>
    </message>
    <message>
        <source>A password is needed</source>
        <translation>Ein Passwort wird gebraucht</translation>
    </message>
    <message>
        <source>All of it is in the mailbox already.</source>
        <translation>Alles davon ist schon im Ordner.</translation>
    </message>
    <message>
        <source>and when it was asked for again, the same octets</source>
        <translation>und bei erneuter Anfrage dieselben Bytes</translation>
    </message>
    <message>
        <source>Another folder has the name {0} already.</source>
        <translation>Ein anderer Ordner hat schon den Namen {0}.</translation>
    </message>
    <message>
        <source>Another Mailferry is working with {0}. Use that one, or close it first.</source>
        <translation>Mailferry ist schon geöffnet und verwendet {0}. Verwenden Sie das offene Fenster, oder schließen Sie es zuerst.</translation>
    </message>
    <message>
        <source>begin a protected connection</source>
        <translation>eine geschützte Verbindung zu beginnen</translation>
    </message>
    <message>
        <source>Cancelled before the server had everything.</source>
        <translation>Abgebrochen, bevor der Server alles hatte.</translation>
    </message>
    <message>
        <source>cannot be checked</source>
        <translation>kann nicht geprüft werden</translation>
    </message>
    <message>
        <source>copy the batch into its mailbox</source>
        <translation>das Paket in seinen Ordner zu kopieren</translation>
    </message>
    <message>
        <source>Also in the file of another label, and imported from there.</source>
        <translation>Auch in der Datei eines anderen Labels, und von dort importiert.</translation>
    </message>
    <message>
        <source>What was read from the source could not be written to {0}: {1}. Look after the disk, then go on.</source>
        <translation>Was aus der Quelle gelesen wurde, konnte nicht nach {0} geschrieben werden: {1}. Prüfen Sie den Datenträger und machen Sie dann weiter.</translation>
    </message>
    <message>
        <source>create the mailbox</source>
        <translation>den Ordner anzulegen</translation>
    </message>
    <message>
        <source>rename the mailbox</source>
        <translation>den Ordner umzubenennen</translation>
    </message>
    <message>
        <source>delete the mailbox</source>
        <translation>den Ordner zu löschen</translation>
    </message>
    <message>
        <source>describe its messages</source>
        <translation>seine Nachrichten zu beschreiben</translation>
    </message>
    <message>
        <source>Divided, to see whether its smallest message fits.</source>
        <translation>Geteilt, um zu sehen, ob die kleinste Nachricht hineinpasst.</translation>
    </message>
    <message>
        <source>Flags now: {0}; sent: {1}.</source>
        <translation>Markierungen jetzt: {0}; gesendet: {1}.</translation>
    </message>
    <message>
        <source>for its records</source>
        <translation>für die Aufzeichnungen</translation>
    </message>
    <message>
        <source>give its messages</source>
        <translation>seine Nachrichten herauszugeben</translation>
    </message>
    <message>
        <source>has an equal one</source>
        <translation>ist doppelt da</translation>
    </message>
    <message>
        <source>has another date</source>
        <translation>hat ein anderes Datum</translation>
    </message>
    <message>
        <source>has another size</source>
        <translation>hat eine andere Größe</translation>
    </message>
    <message>
        <source>has other flags</source>
        <translation>hat andere Markierungen</translation>
    </message>
    <message>
        <source>has other octets</source>
        <translation>hat andere Bytes</translation>
    </message>
    <message>
        <source>In another mailbox of the account as well, and read there.</source>
        <translation>Auch in einem anderen Ordner des Kontos, und dort gelesen.</translation>
    </message>
    <message>
        <source>is missing</source>
        <translation>fehlt</translation>
    </message>
    <message>
        <source>It can be repaired: {0}</source>
        <translation>Eine Reparatur ist möglich: {0}</translation>
    </message>
    <message>
        <source>It could not be set aside in {0}: {1}. It is still in its source.</source>
        <translation>Sie konnte nicht in {0} beiseitegelegt werden: {1}. Sie ist noch in ihrer Quelle.</translation>
    </message>
    <message>
        <source>It could not be set aside: {0}</source>
        <translation>Sie konnte nicht beiseitegelegt werden: {0}</translation>
    </message>
    <message>
        <source>It is empty: there is nothing to send.</source>
        <translation>Sie ist leer: Es gibt nichts zu senden.</translation>
    </message>
    <message>
        <source>It is in the mailbox already.</source>
        <translation>Sie ist schon im Ordner.</translation>
    </message>
    <message>
        <source>It is larger than this server takes ({0} of {1}).</source>
        <translation>Sie ist zu groß für diesen Server ({0} von {1}).</translation>
    </message>
    <message>
        <source>It is larger than this server takes.</source>
        <translation>Sie ist zu groß für diesen Server.</translation>
    </message>
    <message>
        <source>it is no journal</source>
        <translation>es sind keine Aufzeichnungen von Mailferry</translation>
    </message>
    <message>
        <source>It was made anew on its server while it was read, so the rest of it was not read. Import it again: what has arrived is known.</source>
        <translation>Der Ordner wurde auf dem Server neu angelegt, während er gelesen wurde; der Rest wurde nicht gelesen. Importieren Sie ihn noch einmal: Was angekommen ist, ist bekannt.</translation>
    </message>
    <message>
        <source>its mailbox is gone</source>
        <translation>ihr Ordner ist nicht mehr da</translation>
    </message>
    <message>
        <source>its source has changed since, so nobody can tell where</source>
        <translation>ihre Quelle hat sich seither geändert, daher kann niemand sagen, wo</translation>
    </message>
    <message>
        <source>its source is not there any more to tell where</source>
        <translation>ihre Quelle ist nicht mehr da, um zu sagen, wo</translation>
    </message>
    <message>
        <source>leave the mailbox</source>
        <translation>den Ordner zu verlassen</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>Weggelassen</translation>
    </message>
    <message>
        <source>Left out on purpose.</source>
        <translation>Absichtlich weggelassen.</translation>
    </message>
    <message>
        <source>let us in</source>
        <translation>uns anzumelden</translation>
    </message>
    <message>
        <source>list its mailboxes</source>
        <translation>seine Ordner aufzulisten</translation>
    </message>
    <message>
        <source>log out</source>
        <translation>uns abzumelden</translation>
    </message>
    <message>
        <source>look at the mailbox</source>
        <translation>den Ordner anzusehen</translation>
    </message>
    <message>
        <source>look into the mailbox</source>
        <translation>in den Ordner zu sehen</translation>
    </message>
    <message>
        <source>Look into the mailbox, then choose: try again, which sends all of it once more; send only what is missing; leave it out; or count it as arrived, if all of it is there.</source>
        <translation>Sehen Sie in den Ordner, und wählen Sie dann: erneut versuchen, was alles noch einmal sendet; nur das Fehlende senden; weglassen; oder als angekommen zählen, wenn alles da ist.</translation>
    </message>
    <message>
        <source>Mailferry cannot keep its records in {0}: {1}. Choose another folder with --state-dir, or free this one.</source>
        <translation>Mailferry kann seine Aufzeichnungen nicht in {0} führen: {1}. Wählen Sie mit --state-dir einen anderen Ordner, oder geben Sie diesen frei.</translation>
    </message>
    <message>
        <source>Mailferry is already running</source>
        <translation>Mailferry läuft schon</translation>
    </message>
    <message>
        <source>Mailferry is still checking what arrived, or taking it back. Wait until that is done.</source>
        <translation>Mailferry prüft noch, was angekommen ist, oder nimmt es zurück. Warten Sie, bis das getan ist.</translation>
    </message>
    <message>
        <source>Mailferry knows no repair for it. Leave it out, or set it aside.</source>
        <translation>Mailferry kennt dafür keine Reparatur. Lassen Sie sie weg, oder legen Sie sie beiseite.</translation>
    </message>
    <message>
        <source>Mailferry&apos;s own records</source>
        <translation>Mailferrys eigene Aufzeichnungen</translation>
    </message>
    <message>
        <source>mark messages</source>
        <translation>Nachrichten zu markieren</translation>
    </message>
    <message>
        <source>Marked as deleted in its source.</source>
        <translation>In der Quelle als gelöscht markiert.</translation>
    </message>
    <message>
        <source>Messages have come into {0} that may be those of the batch, changed by the server, or another program&apos;s.</source>
        <translation>In {0} sind Nachrichten angekommen, die vom Paket sein können, vom Server geändert, oder von einem anderen Programm.</translation>
    </message>
    <message>
        <source>name its mailboxes</source>
        <translation>seine Ordner zu nennen</translation>
    </message>
    <message>
        <source>Needs you</source>
        <translation>Sie sind gefragt</translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>keine Antwort</translation>
    </message>
    <message>
        <source>No place for records</source>
        <translation>Kein Platz für Aufzeichnungen</translation>
    </message>
    <message>
        <source>No protected connection to {0}, port {1}: the server does not speak TLS there, or only versions that are not safe any more (TLS 1.2 is needed). Check the port.</source>
        <translation>Keine geschützte Verbindung mit {0}, Port {1}: Der Server spricht dort kein TLS, oder nur Versionen, die nicht mehr sicher sind (nötig ist TLS 1.2). Prüfen Sie den Port.</translation>
    </message>
    <message>
        <source>No room on the disk</source>
        <translation>Kein Platz auf dem Datenträger</translation>
    </message>
    <message>
        <source>No such mailbox</source>
        <translation>Diesen Ordner gibt es nicht</translation>
    </message>
    <message>
        <source>Not between the dates that were chosen.</source>
        <translation>Nicht im gewählten Zeitraum.</translation>
    </message>
    <message>
        <source>Not sent</source>
        <translation>Nicht gesendet</translation>
    </message>
    <message>
        <source>Not set aside</source>
        <translation>Nicht beiseitegelegt</translation>
    </message>
    <message>
        <source>not there</source>
        <translation>nicht da</translation>
    </message>
    <message>
        <source>Nothing of it is left to send.</source>
        <translation>Davon ist nichts mehr zu senden.</translation>
    </message>
    <message>
        <source>Nothing would be left of it.</source>
        <translation>Davon bliebe nichts übrig.</translation>
    </message>
    <message>
        <source>NUL octets</source>
        <translation>NUL-Bytes</translation>
    </message>
    <message>
        <source>one without a subject</source>
        <translation>eine ohne Betreff</translation>
    </message>
    <message>
        <source>Only what nobody could tell can be counted as arrived.</source>
        <translation>Als angekommen zählen lässt sich nur ein Paket, von dem ungewiss ist, ob es angekommen ist.</translation>
    </message>
    <message>
        <source>open the mailbox</source>
        <translation>den Ordner zu öffnen</translation>
    </message>
    <message>
        <source>other line ends</source>
        <translation>andere Zeilenenden</translation>
    </message>
    <message>
        <source>other octets from octet {0} on</source>
        <translation>andere Bytes ab Byte {0}</translation>
    </message>
    <message>
        <source>Paused. Nothing is sent until you go on.</source>
        <translation>Angehalten. Nichts wird gesendet, bis Sie fortsetzen.</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>refused for now</source>
        <translation>vorerst abgelehnt</translation>
    </message>
    <message>
        <source>remove messages</source>
        <translation>Nachrichten zu entfernen</translation>
    </message>
    <message>
        <source>say what it can do</source>
        <translation>zu sagen, was er kann</translation>
    </message>
    <message>
        <source>say which messages there are</source>
        <translation>die vorhandenen Nachrichten zu nennen</translation>
    </message>
    <message>
        <source>Sent: {0} ({1}{2}).</source>
        <translation>Gesendet: {0} ({1}{2}).</translation>
    </message>
    <message>
        <source>Server not found</source>
        <translation>Server nicht gefunden</translation>
    </message>
    <message>
        <source>show the messages</source>
        <translation>die Nachrichten zu zeigen</translation>
    </message>
    <message>
        <source>Sign-in did not work</source>
        <translation>Die Anmeldung ist gescheitert</translation>
    </message>
    <message>
        <source>Something in Mailferry itself failed ({0}). The rest was not read.</source>
        <translation>In Mailferry selbst ist etwas schiefgegangen ({0}). Der Rest wurde nicht gelesen.</translation>
    </message>
    <message>
        <source>Something in Mailferry itself failed. Nothing is lost: what was under way is in the journal. Start Mailferry again to go on.</source>
        <translation>In Mailferry selbst ist etwas schiefgegangen. Nichts ist verloren: Was unterwegs war, ist aufgezeichnet. Starten Sie Mailferry noch einmal, um fortzufahren.</translation>
    </message>
    <message>
        <source>Something went wrong</source>
        <translation>Etwas ist schiefgegangen</translation>
    </message>
    <message>
        <source>Stopped before everything was read.</source>
        <translation>Angehalten, bevor alles gelesen war.</translation>
    </message>
    <message>
        <source>Stopped before the server had everything.</source>
        <translation>Angehalten, bevor der Server alles hatte.</translation>
    </message>
    <message>
        <source>take a mark off messages</source>
        <translation>eine Markierung von Nachrichten wegzunehmen</translation>
    </message>
    <message>
        <source>Taken back.</source>
        <translation>Zurückgenommen.</translation>
    </message>
    <message>
        <source>Taken back; it was not in its mailbox any more.</source>
        <translation>Zurückgenommen; sie war nicht mehr in ihrem Ordner.</translation>
    </message>
    <message>
        <source>tell how full the mailbox is</source>
        <translation>zu sagen, wie voll das Postfach ist</translation>
    </message>
    <message>
        <source>The account is not connected yet, so its mailboxes are not known.</source>
        <translation>Das Konto ist noch nicht verbunden, daher sind seine Ordner noch nicht bekannt.</translation>
    </message>
    <message>
        <source>The account {0} is not known any more, so no mail can be read from it.</source>
        <translation>Das Konto {0} ist nicht mehr bekannt, daher kann von dort nichts gelesen werden.</translation>
    </message>
    <message>
        <source>The account {0} is not open.</source>
        <translation>Das Konto {0} ist nicht geöffnet.</translation>
    </message>
    <message>
        <source>The batch was cancelled, but messages of an attempt before, which was lost, have come late.</source>
        <translation>Das Paket wurde abgebrochen, aber Nachrichten eines früheren, verlorenen Versuchs sind spät angekommen.</translation>
    </message>
    <message>
        <source>The certificate belongs to another address than {0}. Check the server&apos;s name.</source>
        <translation>Das Zertifikat gehört zu einer anderen Adresse als {0}. Prüfen Sie den Namen des Servers.</translation>
    </message>
    <message>
        <source>The certificate belongs to another name than {0}. Check the server&apos;s name.</source>
        <translation>Das Zertifikat gehört zu einem anderen Namen als {0}. Prüfen Sie den Namen des Servers.</translation>
    </message>
    <message>
        <source>The certificate file {0} cannot be read: {1}.</source>
        <translation>Die Zertifikatsdatei {0} ist nicht lesbar: {1}.</translation>
    </message>
    <message>
        <source>The certificate of {0} could not be verified.</source>
        <translation>Das Zertifikat von {0} konnte nicht geprüft werden.</translation>
    </message>
    <message>
        <source>The certificate of {0} has expired. Its operator must renew it; also check this computer&apos;s date.</source>
        <translation>Das Zertifikat von {0} ist abgelaufen. Der Betreiber muss es erneuern; prüfen Sie auch das Datum dieses Computers.</translation>
    </message>
    <message>
        <source>The certificate of {0} is not valid yet. Check this computer&apos;s date.</source>
        <translation>Das Zertifikat von {0} ist noch nicht gültig. Prüfen Sie das Datum dieses Computers.</translation>
    </message>
    <message>
        <source>The certificate of {0} was signed by an authority that this computer does not know. If you trust it, give its certificate file.</source>
        <translation>Das Zertifikat von {0} stammt von einer Stelle, die dieser Computer nicht kennt. Wenn Sie ihr vertrauen, geben Sie ihre Zertifikatsdatei an.</translation>
    </message>
    <message>
        <source>The connection broke</source>
        <translation>Verbindung abgebrochen</translation>
    </message>
    <message>
        <source>The connection broke while the batch was sent, nothing of it was there, and so it was sent again; now there is more of it than was sent, and nobody can tell which may be removed.</source>
        <translation>Die Verbindung brach ab, während das Paket gesendet wurde; nichts davon war da, und so wurde es noch einmal gesendet. Jetzt ist mehr davon da, als gesendet wurde, und niemand kann sagen, was entfernt werden darf.</translation>
    </message>
    <message>
        <source>The connection broke, and now messages of the batch are in {0} in another order, so nobody can tell which of them are of this import.</source>
        <translation>Die Verbindung ist abgebrochen, und jetzt sind Nachrichten des Pakets in anderer Reihenfolge in {0}; niemand kann sagen, welche davon zu diesem Import gehören.</translation>
    </message>
    <message>
        <source>The connection broke; nothing more of it was stored.</source>
        <translation>Die Verbindung ist abgebrochen; mehr davon wurde nicht gespeichert.</translation>
    </message>
    <message>
        <source>The connection is not safe</source>
        <translation>Die Verbindung ist nicht sicher</translation>
    </message>
    <message>
        <source>The connection to {0} broke.</source>
        <translation>Die Verbindung mit {0} ist abgebrochen.</translation>
    </message>
    <message>
        <source>The file {0} holds no certificates in PEM form.</source>
        <translation>Die Datei {0} enthält keine Zertifikate in der Form PEM.</translation>
    </message>
    <message>
        <source>The journal is damaged</source>
        <translation>Das Journal ist beschädigt</translation>
    </message>
    <message>
        <source>The journal was damaged. It was set aside as {0}, and a new one has begun, so imports that were under way are not known any more. Import their sources again: what has arrived is not brought in twice. A mailbox on the server whose name begins with Mailferry and a number can be deleted.</source>
        <translation>Das Journal war beschädigt. Es wurde als {0} beiseitegelegt, und ein neues hat begonnen; Importe, die unterwegs waren, sind nicht mehr bekannt. Importieren Sie ihre Quellen noch einmal: Was angekommen ist, kommt nicht doppelt hinein. Ein Ordner auf dem Server, dessen Name mit Mailferry und einer Nummer beginnt, kann gelöscht werden.</translation>
    </message>
    <message>
        <source>The journal {0} cannot be opened: {1}. It was left as it is.</source>
        <translation>Das Journal {0} kann nicht geöffnet werden: {1}. Es wurde gelassen, wie es ist.</translation>
    </message>
    <message>
        <source>The journal {0} cannot be read: {1}.</source>
        <translation>Das Journal {0} kann nicht gelesen werden: {1}.</translation>
    </message>
    <message>
        <source>The journal {0} cannot be written: {1}.</source>
        <translation>Das Journal {0} kann nicht geschrieben werden: {1}.</translation>
    </message>
    <message>
        <source>The journal {0} is damaged, and cannot be moved away: {1}. Move it away, and Mailferry begins a new one.</source>
        <translation>Das Journal {0} ist beschädigt und kann nicht weggelegt werden: {1}. Legen Sie es weg, und Mailferry beginnt ein neues.</translation>
    </message>
    <message>
        <source>The journal {0} was written by a newer Mailferry (format {1}, this one knows {2}). Use the newer one.</source>
        <translation>Das Journal {0} wurde von einem neueren Mailferry geschrieben (Format {1}, dieses kennt {2}). Verwenden Sie das neuere.</translation>
    </message>
    <message>
        <source>The mail server</source>
        <translation>Der Mailserver</translation>
    </message>
    <message>
        <source>The mailbox does not exist, and could not be made.</source>
        <translation>Den Ordner gibt es nicht, und er konnte nicht angelegt werden.</translation>
    </message>
    <message>
        <source>The mailbox is full</source>
        <translation>Das Postfach ist voll</translation>
    </message>
    <message>
        <source>The mailbox is full: 1 message waits. Make room, then go on.</source>
        <translation>Das Postfach ist voll: 1 Nachricht wartet. Schaffen Sie Platz, und setzen Sie dann fort.</translation>
    </message>
    <message>
        <source>The mailbox is full: {0} messages wait. Make room, then go on.</source>
        <translation>Das Postfach ist voll: {0} Nachrichten warten. Schaffen Sie Platz, und setzen Sie dann fort.</translation>
    </message>
    <message>
        <source>The mailbox is not there any more.</source>
        <translation>Den Ordner gibt es nicht mehr.</translation>
    </message>
    <message>
        <source>The mailbox may be too small</source>
        <translation>Das Postfach ist vielleicht zu klein</translation>
    </message>
    <message>
        <source>the mailbox was made anew</source>
        <translation>der Ordner wurde neu angelegt</translation>
    </message>
    <message>
        <source>The mailbox {0} cannot be opened.</source>
        <translation>Der Ordner {0} kann nicht geöffnet werden.</translation>
    </message>
    <message>
        <source>The mailbox {0} is gone, so nobody can tell whether the batch had arrived in it.</source>
        <translation>Der Ordner {0} ist nicht mehr da, daher kann niemand sagen, ob das Paket darin angekommen war.</translation>
    </message>
    <message>
        <source>The mailbox {0} that this import needed may still be on the server. It goes when Mailferry connects to the account again; forget the import after that.</source>
        <translation>Der Ordner {0}, den dieser Import brauchte, ist vielleicht noch auf dem Server. Er verschwindet, wenn Mailferry sich wieder mit dem Konto verbindet; vergessen Sie den Import danach.</translation>
    </message>
    <message>
        <source>The mailbox {0} was made anew meanwhile, so nobody can tell whether the batch had arrived in it.</source>
        <translation>Der Ordner {0} wurde inzwischen neu angelegt, daher kann niemand sagen, ob das Paket darin angekommen war.</translation>
    </message>
    <message>
        <source>The password could not be kept</source>
        <translation>Das Passwort konnte nicht gespeichert werden</translation>
    </message>
    <message>
        <source>The practice mailbox has ended before it arrived.</source>
        <translation>Das Übungspostfach war zu Ende, bevor es ankam.</translation>
    </message>
    <message>
        <source>The password of {0} is needed, to read mail from there.</source>
        <translation>Das Passwort von {0} wird gebraucht, um von dort zu lesen.</translation>
    </message>
    <message>
        <source>The password of {0} is needed.</source>
        <translation>Das Passwort von {0} wird gebraucht.</translation>
    </message>
    <message>
        <source>The password of {0} was removed. The account stays in the list because of its past imports.</source>
        <translation>Das Passwort von {0} wurde entfernt. Das Konto bleibt wegen seiner früheren Importe in der Liste.</translation>
    </message>
    <message>
        <source>The report could not be written to {0}: {1}.</source>
        <translation>Der Bericht konnte nicht in {0} geschrieben werden: {1}.</translation>
    </message>
    <message>
        <source>The report was not saved</source>
        <translation>Der Bericht wurde nicht gespeichert</translation>
    </message>
    <message>
        <source>The rest of a batch that is in the mailbox in part cannot be read any more.</source>
        <translation>Der Rest eines Pakets, das zum Teil im Ordner ist, kann nicht mehr gelesen werden.</translation>
    </message>
    <message>
        <source>The server announced {0} octets and gave none.</source>
        <translation>Der Server kündigte {0} Bytes an und gab keine.</translation>
    </message>
    <message>
        <source>The server asks us to wait</source>
        <translation>Der Server bittet uns zu warten</translation>
    </message>
    <message>
        <source>The server asks us to wait.</source>
        <translation>Der Server bittet uns zu warten.</translation>
    </message>
    <message>
        <source>No message of this batch is known to be missing.</source>
        <translation>Von keiner Nachricht dieses Pakets ist bekannt, dass sie fehlt.</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>There: the server said so (UID {0})</source>
        <translation>Da: der Server hat es gesagt (UID {0})</translation>
    </message>
    <message>
        <source>There, as it was sent (UID {0})</source>
        <translation>Da, wie gesendet (UID {0})</translation>
    </message>
    <message>
        <source>There {0} times (UID {1})</source>
        <translation>{0}-mal da (UID {1})</translation>
    </message>
    <message>
        <source>There, but not in the order of the batch (UID {0})</source>
        <translation>Da, aber nicht in der Reihenfolge des Pakets (UID {0})</translation>
    </message>
    <message>
        <source>Perhaps there, changed by the server to {0} octets (UID {1})</source>
        <translation>Vielleicht da, vom Server zu {0} Bytes geändert (UID {1})</translation>
    </message>
    <message>
        <source>Not there</source>
        <translation>Nicht da</translation>
    </message>
    <message>
        <source>Nobody can tell</source>
        <translation>Niemand kann es sagen</translation>
    </message>
    <message>
        <source>Counted as arrived.</source>
        <translation>Als angekommen gezählt.</translation>
    </message>
    <message>
        <source>The server cannot have the name {0}.</source>
        <translation>Der Server kann den Namen {0} nicht haben.</translation>
    </message>
    <message>
        <source>The server did not answer for each message.</source>
        <translation>Der Server hat nicht für jede Nachricht geantwortet.</translation>
    </message>
    <message>
        <source>The server does not answer</source>
        <translation>Der Server antwortet nicht</translation>
    </message>
    <message>
        <source>The server does not give it any more: it was probably removed there while the mailbox was read.</source>
        <translation>Der Server gibt sie nicht mehr heraus: Sie wurde dort wohl entfernt, während der Ordner gelesen wurde.</translation>
    </message>
    <message>
        <source>The server does not let this sign-in go on. Check the password, then go on.</source>
        <translation>Der Server lässt diese Anmeldung nicht weiter gelten. Prüfen Sie das Passwort, und setzen Sie dann fort.</translation>
    </message>
    <message>
        <source>The server ended the connection</source>
        <translation>Der Server hat die Verbindung beendet</translation>
    </message>
    <message>
        <source>The server ends the connection each time it is to give this message.</source>
        <translation>Der Server beendet jedes Mal die Verbindung, wenn er diese Nachricht herausgeben soll.</translation>
    </message>
    <message>
        <source>The server ends the connection when it is sent, and says: {0}</source>
        <translation>Der Server beendet die Verbindung, wenn sie gesendet wird, und sagt: {0}</translation>
    </message>
    <message>
        <source>The server gives no reason.</source>
        <translation>Der Server nennt keinen Grund.</translation>
    </message>
    <message>
        <source>The server has kept these messages of a batch that it refused.</source>
        <translation>Der Server hat diese Nachrichten eines Pakets behalten, das er abgelehnt hat.</translation>
    </message>
    <message>
        <source>The server has put us off {0} times. Try again later.</source>
        <translation>Der Server hat uns {0}-mal vertröstet. Versuchen Sie es später noch einmal.</translation>
    </message>
    <message>
        <source>The server has refused the batch, but messages of an attempt before, which was lost, have come late.</source>
        <translation>Der Server hat das Paket abgelehnt, aber Nachrichten eines früheren, verlorenen Versuchs sind spät angekommen.</translation>
    </message>
    <message>
        <source>The server has twice reported a fault of its own. Ask its operator, or try again: then what it does not take is left out.</source>
        <translation>Der Server hat zweimal einen eigenen Fehler gemeldet. Fragen Sie seinen Betreiber, oder versuchen Sie es noch einmal: Dann wird weggelassen, was er nicht annimmt.</translation>
    </message>
    <message>
        <source>The server refused</source>
        <translation>Der Server hat abgelehnt</translation>
    </message>
    <message>
        <source>The server refused the batch after a part of it was stored, and that part could not be removed again. The server said: {0}</source>
        <translation>Der Server hat das Paket abgelehnt, nachdem ein Teil davon gespeichert war, und dieser Teil konnte nicht wieder entfernt werden. Der Server sagte: {0}</translation>
    </message>
    <message>
        <source>The server refused the batch, and yet a part of it is there. It was not removed, since it could be of another program. The server said: {0}</source>
        <translation>Der Server hat das Paket abgelehnt, und doch ist ein Teil davon da. Er wurde nicht entfernt, da er von einem anderen Programm sein könnte. Der Server sagte: {0}</translation>
    </message>
    <message>
        <source>The server refused the batch, but messages of it are in {0} in another order, so nobody can tell which of them are of this import.</source>
        <translation>Der Server hat das Paket abgelehnt, aber Nachrichten daraus sind in anderer Reihenfolge in {0}; niemand kann sagen, welche davon zu diesem Import gehören.</translation>
    </message>
    <message>
        <source>The server refused the name {0}: {1}</source>
        <translation>Der Server lehnt den Namen {0} ab: {1}</translation>
    </message>
    <message>
        <source>The server reports a fault of its own</source>
        <translation>Der Server meldet einen eigenen Fehler</translation>
    </message>
    <message>
        <source>The server says: {0}</source>
        <translation>Der Server sagt: {0}</translation>
    </message>
    <message>
        <source>The server sent an answer without end.</source>
        <translation>Der Server sendete eine Antwort ohne Ende.</translation>
    </message>
    <message>
        <source>The server shows only a part of the mailbox at once.</source>
        <translation>Der Server zeigt nur einen Teil des Ordners auf einmal.</translation>
    </message>
    <message>
        <source>The server takes fewer messages at once.</source>
        <translation>Der Server nimmt weniger Nachrichten auf einmal an.</translation>
    </message>
    <message>
        <source>The server takes nothing now</source>
        <translation>Der Server nimmt jetzt nichts an</translation>
    </message>
    <message>
        <source>The server wants you to sign in again</source>
        <translation>Der Server verlangt eine neue Anmeldung</translation>
    </message>
    <message>
        <source>The server would not give this message: {0}</source>
        <translation>Der Server wollte diese Nachricht nicht herausgeben: {0}</translation>
    </message>
    <message>
        <source>The server&apos;s certificate is not trusted</source>
        <translation>Dem Zertifikat des Servers wird nicht vertraut</translation>
    </message>
    <message>
        <source>The staging mailbox does not hold what was put into it.</source>
        <translation>Der Zwischenordner enthält nicht, was hineingelegt wurde.</translation>
    </message>
    <message>
        <source>The system&apos;s password store did not take the password. It is kept until Mailferry ends.</source>
        <translation>Der Passwortspeicher des Systems hat das Passwort nicht angenommen. Es bleibt erhalten, bis Mailferry endet.</translation>
    </message>
    <message>
        <source>The system&apos;s password store does not answer. The password is kept until Mailferry ends.</source>
        <translation>Der Passwortspeicher des Systems antwortet nicht. Das Passwort bleibt erhalten, bis Mailferry endet.</translation>
    </message>
    <message>
        <source>The system&apos;s password store is locked. Unlock it, then save the password again; until then it is kept until Mailferry ends.</source>
        <translation>Der Passwortspeicher des Systems ist gesperrt. Entsperren Sie ihn, und speichern Sie das Passwort noch einmal; bis dahin bleibt es erhalten, bis Mailferry endet.</translation>
    </message>
    <message>
        <source>The user name or the password holds a control character, such as a line end. Type it anew.</source>
        <translation>Der Benutzername oder das Passwort enthält ein Steuerzeichen, etwa ein Zeilenende. Geben Sie es neu ein.</translation>
    </message>
    <message>
        <source>there in part</source>
        <translation>zum Teil da</translation>
    </message>
    <message>
        <source>There is no import {0}.</source>
        <translation>Es gibt keinen Import {0}.</translation>
    </message>
    <message>
        <source>There is no room for it in the mailbox.</source>
        <translation>Dafür ist im Postfach kein Platz.</translation>
    </message>
    <message>
        <source>There is no room to note what happens in {0}. Free some space, then go on; nothing is lost.</source>
        <translation>In {0} ist kein Platz, um zu notieren, was geschieht. Schaffen Sie Platz, und setzen Sie dann fort; nichts ist verloren.</translation>
    </message>
    <message>
        <source>There is no room to open the journal in {0}. Free some space, then start Mailferry again; nothing is lost.</source>
        <translation>In {0} ist kein Platz, um das Journal zu öffnen. Schaffen Sie Platz, und starten Sie Mailferry noch einmal; nichts ist verloren.</translation>
    </message>
    <message>
        <source>There is no server named {0}. Check the spelling, and that you are online.</source>
        <translation>Es gibt keinen Server namens {0}. Prüfen Sie die Schreibweise, und ob Sie online sind.</translation>
    </message>
    <message>
        <source>There is not enough room in {0} for it. Free some space, then import it again.</source>
        <translation>In {0} ist nicht genug Platz dafür. Schaffen Sie Platz, und importieren Sie noch einmal.</translation>
    </message>
    <message>
        <source>There is not enough room in {0} to import {1}: about {2} are needed {3}, and {4} are free. Free some space, then go on, or cancel this import.</source>
        <translation>In {0} ist nicht genug Platz, um {1} zu importieren: Etwa {2} werden {3} gebraucht, und {4} sind frei. Schaffen Sie Platz, und setzen Sie dann fort, oder brechen Sie diesen Import ab.</translation>
    </message>
    <message>
        <source>There is nothing left to do for this batch.</source>
        <translation>Für dieses Paket ist nichts mehr zu tun.</translation>
    </message>
    <message>
        <source>There, in {0}: none that could be told.</source>
        <translation>Dort, in {0}: keine, von der man es sagen könnte.</translation>
    </message>
    <message>
        <source>There, in {0}: {1} of them, number {2}{3} of the batch (UID {4}).</source>
        <translation>Dort, in {0}: {1} davon, Nummer {2}{3} des Pakets (UID {4}).</translation>
    </message>
    <message>
        <source>This computer has no password store, so the password is kept only until Mailferry ends.</source>
        <translation>Dieser Computer hat keinen Passwortspeicher, daher bleibt das Passwort nur erhalten, bis Mailferry endet.</translation>
    </message>
    <message>
        <source>This import is not through yet. Let it arrive, or cancel it, before it is forgotten.</source>
        <translation>Dieser Import ist noch nicht fertig. Lassen Sie ihn ankommen, oder brechen Sie ihn ab, bevor er vergessen wird.</translation>
    </message>
    <message>
        <source>This import is not through yet. Let it arrive, or cancel it, first.</source>
        <translation>Dieser Import ist noch nicht fertig. Lassen Sie ihn ankommen, oder brechen Sie ihn ab.</translation>
    </message>
    <message>
        <source>This message is not in the batch any more.</source>
        <translation>Diese Nachricht ist nicht mehr in dem Paket.</translation>
    </message>
    <message>
        <source>This server takes no batches any more.</source>
        <translation>Dieser Server nimmt keine Pakete mehr an.</translation>
    </message>
    <message>
        <source>to unpack it and for its records</source>
        <translation>zum Entpacken und für die Aufzeichnungen</translation>
    </message>
    <message>
        <source>UID {0}, unknown to the journal</source>
        <translation>UID {0}, dem Journal unbekannt</translation>
    </message>
    <message>
        <source>was altered by the server</source>
        <translation>wurde vom Server geändert</translation>
    </message>
    <message>
        <source>What answers at {0}, port {1}, is not an IMAP server. Check the name and the port.</source>
        <translation>Was bei {0}, Port {1}, antwortet, ist kein IMAP-Server. Prüfen Sie den Namen und den Port.</translation>
    </message>
    <message>
        <source>Without a date, so nobody knows whether it is between the dates that were chosen.</source>
        <translation>Ohne Datum, daher weiß niemand, ob sie im gewählten Zeitraum liegt.</translation>
    </message>
    <message>
        <source>You may not add mail to this mailbox.</source>
        <translation>In diesen Ordner dürfen Sie keine Nachrichten legen.</translation>
    </message>
    <message>
        <source>{0} are still to be sent, and the server says that there is room for {1}. What does not fit will wait.</source>
        <translation>{0} sind noch zu senden, und der Server sagt, dass Platz für {1} ist. Was nicht hineinpasst, wartet.</translation>
    </message>
    <message>
        <source>{0} at octet {1}</source>
        <translation>{0} bei Byte {1}</translation>
    </message>
    <message>
        <source>{0} cannot remove single messages (UIDPLUS): all that is marked as deleted would go with them. So nothing can be taken back there.</source>
        <translation>{0} kann einzelne Nachrichten nicht entfernen (UIDPLUS): Alles, was als gelöscht markiert ist, ginge mit. Daher kann dort nichts zurückgenommen werden.</translation>
    </message>
    <message>
        <source>{0} did not accept the user {1} with this password. Check both; some providers want an app password.</source>
        <translation>{0} hat den Benutzer {1} mit diesem Passwort nicht angenommen. Prüfen Sie beides; manche Anbieter verlangen ein App-Passwort.</translation>
    </message>
    <message>
        <source>{0} does not let anyone sign in with a password on this connection.</source>
        <translation>{0} erlaubt auf dieser Verbindung keine Anmeldung mit Passwort.</translation>
    </message>
    <message>
        <source>{0} has let {1} in with this password before, but does not any more. Sign in again, or try again later.</source>
        <translation>{0} hat {1} mit diesem Passwort schon angemeldet, nimmt es jetzt aber nicht mehr an. Melden Sie sich neu an, oder versuchen Sie es später noch einmal.</translation>
    </message>
    <message>
        <source>{0} has let {1} in with this password before, but refuses it now. It is tried again.</source>
        <translation>{0} hat {1} mit diesem Passwort schon angemeldet, lehnt es jetzt aber ab. Es wird noch einmal versucht.</translation>
    </message>
    <message>
        <source>Mail of {0} is still being read for an import. Let it come to its end, or cancel it, first.</source>
        <translation>Aus {0} wird noch für einen Import gelesen. Lassen Sie ihn zu Ende kommen, oder brechen Sie ihn zuerst ab.</translation>
    </message>
    <message>
        <source>The server lets us in later</source>
        <translation>Der Server lässt uns später ein</translation>
    </message>
    <message>
        <source>{0} ended the connection</source>
        <translation>{0} hat die Verbindung beendet</translation>
    </message>
    <message>
        <source>{0} gave an answer that makes no sense when it was asked to {1}.</source>
        <translation>{0} gab eine unverständliche Antwort auf die Bitte, {1}.</translation>
    </message>
    <message>
        <source>{0} has no address.</source>
        <translation>{0} hat keine Adresse.</translation>
    </message>
    <message>
        <source>{0} has no mailbox {1} that can be read. Check how it is spelled.</source>
        <translation>{0} hat keinen lesbaren Ordner {1}. Prüfen Sie die Schreibweise.</translation>
    </message>
    <message>
        <source>{0} has stopped answering. Check that you are online, or try again later.</source>
        <translation>{0} antwortet nicht mehr. Prüfen Sie, ob Sie online sind, oder versuchen Sie es später noch einmal.</translation>
    </message>
    <message>
        <source>{0} is another computer, so your password would cross the network readable for everyone. Use a protected connection.</source>
        <translation>{0} ist ein anderer Computer, Ihr Passwort ginge also für alle lesbar durch das Netz. Verwenden Sie eine geschützte Verbindung.</translation>
    </message>
    <message>
        <source>{0} is not connected yet, so its mailboxes are not known.</source>
        <translation>{0} ist noch nicht verbunden, daher sind die Ordner noch nicht bekannt.</translation>
    </message>
    <message>
        <source>{0} is paused, so its server is asked nothing. Let it go on first.</source>
        <translation>{0} ist angehalten, daher wird der Server nichts gefragt. Setzen Sie es zuerst fort.</translation>
    </message>
    <message>
        <source>{0} messages</source>
        <translation>{0} Nachrichten</translation>
    </message>
    <message>
        <source>{0} octets</source>
        <translation>{0} Bytes</translation>
    </message>
    <message>
        <source>{0} of {1} messages were stored.</source>
        <translation>{0} von {1} Nachrichten wurden gespeichert.</translation>
    </message>
    <message>
        <source>{0} refused to begin a protected connection, so no password was sent.</source>
        <translation>{0} wollte keine geschützte Verbindung beginnen, daher wurde kein Passwort gesendet.</translation>
    </message>
    <message>
        <source>{0} refuses connections to port {1}. Check the port, and that the server runs.</source>
        <translation>{0} lehnt Verbindungen an Port {1} ab. Prüfen Sie den Port, und ob der Server läuft.</translation>
    </message>
    <message>
        <source>{0} sent a line without end.</source>
        <translation>{0} sendete eine Zeile ohne Ende.</translation>
    </message>
    <message>
        <source>{0} shows a certificate that it signed itself. If you trust it, give its certificate file.</source>
        <translation>{0} zeigt ein Zertifikat, das es sich selbst ausgestellt hat. Wenn Sie ihm vertrauen, geben Sie seine Zertifikatsdatei an.</translation>
    </message>
    <message>
        <source>{0} shows only a part of the mailbox at once.</source>
        <translation>{0} zeigt nur einen Teil des Ordners auf einmal.</translation>
    </message>
    <message>
        <source>{0} spoke out of turn before the protected connection began.</source>
        <translation>{0} sprach unaufgefordert, bevor die geschützte Verbindung begann.</translation>
    </message>
    <message>
        <source>{0} still has mail waiting. Let it arrive, or cancel it, first.</source>
        <translation>Bei {0} warten noch Nachrichten. Lassen Sie sie ankommen, oder brechen Sie sie zuerst ab.</translation>
    </message>
    <message>
        <source>{0} takes no user name or password with other than ASCII characters.</source>
        <translation>{0} nimmt in Benutzername und Passwort nur ASCII-Zeichen an.</translation>
    </message>
    <message>
        <source>{0} takes us as signed in before the connection is protected. That is not safe, so nothing was sent.</source>
        <translation>{0} hält uns für angemeldet, bevor die Verbindung geschützt ist. Das ist nicht sicher, daher wurde nichts gesendet.</translation>
    </message>
    <message>
        <source>{0} takes us as signed in without asking who we are. That is not safe, so nothing was sent.</source>
        <translation>{0} hält uns für angemeldet, ohne zu fragen, wer wir sind. Das ist nicht sicher, daher wurde nichts gesendet.</translation>
    </message>
    <message>
        <source>{0} The server&apos;s words: {1}{2}</source>
        <translation>{0} Der Wortlaut des Servers: {1}{2}</translation>
    </message>
    <message>
        <source>{0} turned us away</source>
        <translation>{0} hat uns abgewiesen</translation>
    </message>
    <message>
        <source>{0} was changed since it was read.</source>
        <translation>{0} hat sich seit dem Lesen geändert.</translation>
    </message>
    <message>
        <source>{0} would not {1}</source>
        <translation>{0} lehnt es ab, {1}</translation>
    </message>
    <message>
        <source>{0}, port {1}, could not be reached: {2}.</source>
        <translation>{0}, Port {1}, war nicht zu erreichen: {2}.</translation>
    </message>
    <message>
        <source>{0}, port {1}, does not answer. Check the name and the port, and that you are online.</source>
        <translation>{0}, Port {1}, antwortet nicht. Prüfen Sie Namen und Port, und ob Sie online sind.</translation>
    </message>
    <message>
        <source>{0}, port {1}, offers no protected connection (STARTTLS), so no password was sent. Try imaps:// (port 993).</source>
        <translation>{0}, Port {1}, bietet keine geschützte Verbindung an (STARTTLS), daher wurde kein Passwort gesendet. Versuchen Sie imaps:// (Port 993).</translation>
    </message>
    <message>
        <source>“{0}” ({1} at octet {2})</source>
        <translation>„{0}“ ({1}, ab Byte {2})</translation>
    </message>
    <message>
        <source>“{0}” ({1})</source>
        <translation>„{0}“ ({1})</translation>
    </message>
</context>
<context>
    <name>FoundList</name>
    <message>
        <source>Mail on this computer</source>
        <translation>E-Mails auf diesem Computer</translation>
    </message>
</context>
<context>
    <name>Help</name>
    <message>
        <source>Mail in three steps</source>
        <translation>In drei Schritten</translation>
    </message>
    <message>
        <source>Drag mail files or folders from your file manager onto a mailbox on the right. Or look into them first: drop them on the left, then drag a folder or messages from there.</source>
        <translation>Ziehen Sie E-Mail-Dateien oder Ordner aus Ihrem Dateimanager auf einen Ordner rechts. Oder sehen Sie erst hinein: Legen Sie sie links ab und ziehen Sie von dort einen Ordner oder Nachrichten.</translation>
    </message>
    <message>
        <source>Without a mouse</source>
        <translation>Ohne Maus</translation>
    </message>
    <message>
        <source>Copy files in your file manager, choose a mailbox, and paste (Ctrl+V). Or choose a folder or messages on the left and a mailbox on the right, and press Ctrl+I.</source>
        <translation>Kopieren Sie Dateien im Dateimanager, wählen Sie rechts einen Ordner, und fügen Sie sie dort ein (Strg+V). Oder wählen Sie links einen Ordner oder Nachrichten, rechts einen Ordner, und drücken Sie Strg+I.</translation>
    </message>
    <message>
        <source>F6 goes from pane to pane. In the queue, Return on a refused batch goes to its buttons, Delete cancels what still waits.</source>
        <translation>F6 führt von Bereich zu Bereich. In der Paketliste führt die Eingabetaste bei einem abgelehnten Paket zu seinen Schaltflächen; Entf bricht ab, was noch wartet.</translation>
    </message>
    <message>
        <source>When the server refuses a batch</source>
        <translation>Wenn der Server ein Paket ablehnt</translation>
    </message>
    <message>
        <source>Add the account that the mail should go to: choose Add account. Or try it first with the practice mailbox.</source>
        <translation>Fügen Sie das Konto hinzu, in das die E-Mails sollen: Wählen Sie „Konto hinzufügen“. Oder probieren Sie es zuerst mit dem Übungspostfach.</translation>
    </message>
    <message>
        <source>Read the plan that appears, and press Import. Watch the batches below: each arrives whole or not at all.</source>
        <translation>Lesen Sie den Plan, der erscheint, und klicken Sie auf „Importieren“. Sehen Sie unten den Paketen zu: Jedes kommt ganz an oder gar nicht.</translation>
    </message>
    <message>
        <source>The plan</source>
        <translation>Der Plan</translation>
    </message>
    <message>
        <source>A drop changes nothing by itself. The plan says how many messages there are, which folder becomes which mailbox, what is too large for the server, and how the batches are kept whole on it.</source>
        <translation>Das Ablegen allein ändert nichts. Der Plan sagt, wie viele Nachrichten es sind, welcher Ordner wohin kommt, was für den Server zu groß ist und wie Pakete auf ihm zusammengehalten werden.</translation>
    </message>
    <message>
        <source>Mailboxes in the plan can be changed: double-click, or press F2. You can leave out what lies outside two dates, or what is marked as deleted, and let all arrive as read.</source>
        <translation>Die Zielordner im Plan lassen sich ändern: Doppelklicken Sie, oder drücken Sie F2. Sie können weglassen, was außerhalb zweier Daten liegt oder als gelöscht markiert ist, und alles als gelesen ankommen lassen.</translation>
    </message>
    <message>
        <source>What is in the mailbox already is not sent again, so the same import can be repeated without harm.</source>
        <translation>Was schon im Ordner ist, wird nicht noch einmal gesendet; derselbe Import kann also ohne Schaden wiederholt werden.</translation>
    </message>
    <message>
        <source>Nothing of that batch was stored. By itself Mailferry then splits it until the refused messages stand alone, and gets all others in.</source>
        <translation>Von diesem Paket wurde nichts gespeichert. Mailferry teilt es dann von selbst, bis die abgelehnten Nachrichten allein stehen, und bringt alle anderen hinein.</translation>
    </message>
    <message>
        <source>Leave it out: send the batch without the refused message.</source>
        <translation>Weglassen: Das Paket wird ohne die abgelehnte Nachricht gesendet.</translation>
    </message>
    <message>
        <source>Split and find the cause: in halves, again and again.</source>
        <translation>Teilen und Ursache finden: in Hälften, immer wieder.</translation>
    </message>
    <message>
        <source>One by one: each message in a batch of its own.</source>
        <translation>Einzeln: jede Nachricht in einem eigenen Paket.</translation>
    </message>
    <message>
        <source>Try again: the same batch as it is, for example after you made room.</source>
        <translation>Erneut versuchen: dasselbe Paket, wie es ist, etwa nachdem Sie Platz geschaffen haben.</translation>
    </message>
    <message>
        <source>Repair and send: the button says exactly what it would change in the message.</source>
        <translation>Reparieren und senden: Die Schaltfläche sagt genau, was sie an der Nachricht ändern würde.</translation>
    </message>
    <message>
        <source>Save and skip: a copy is kept as a file, with the reason, and the message is left out.</source>
        <translation>Sichern und überspringen: Eine Kopie wird mit dem Grund als Datei aufbewahrt, und die Nachricht wird weggelassen.</translation>
    </message>
    <message>
        <source>Skip: leave all of it out.</source>
        <translation>Überspringen: Alles davon wird weggelassen.</translation>
    </message>
    <message>
        <source>Details shows the server&apos;s own words.</source>
        <translation>„Einzelheiten“ zeigt den Wortlaut des Servers.</translation>
    </message>
    <message>
        <source>After an import</source>
        <translation>Nach einem Import</translation>
    </message>
    <message>
        <source>By itself Mailferry compares what arrived with what was sent: number, size, date and flags. Compare every byte fetches all of it again. Differences are named one by one.</source>
        <translation>Mailferry vergleicht von selbst, was angekommen ist, mit dem, was gesendet wurde: Anzahl, Größe, Datum und Markierungen. „Jedes Byte mit dem Server vergleichen“ holt dafür alles noch einmal. Unterschiede werden einzeln genannt.</translation>
    </message>
    <message>
        <source>The report adds up: what arrived, what was there already, what was refused or left out, and why. It can be saved as HTML and CSV.</source>
        <translation>Im Bericht geht die Rechnung auf: was angekommen ist, was schon da war, was abgelehnt oder weggelassen wurde, und warum. Er lässt sich als HTML und CSV speichern.</translation>
    </message>
    <message>
        <source>Take back what arrived removes just the messages that this import brought, after it has shown what it would remove. What somebody has changed since then stays.</source>
        <translation>„Zurücknehmen“ entfernt genau die Nachrichten, die dieser Import gebracht hat, und zeigt vorher, was es entfernen würde. Was seither jemand geändert hat, bleibt.</translation>
    </message>
    <message>
        <source>Google Takeout</source>
        <translation>Google Takeout</translation>
    </message>
    <message>
        <source>Open the archive as it was downloaded, without unpacking it. Google knows labels, not folders: the settings say whether they become mailboxes or keywords.</source>
        <translation>Öffnen Sie das Archiv so, wie Sie es heruntergeladen haben, ohne es zu entpacken. Google kennt Labels, keine Ordner: In den Einstellungen bestimmen Sie, ob daraus Ordner oder Schlagwörter werden.</translation>
    </message>
    <message>
        <source>Passwords</source>
        <translation>Passwörter</translation>
    </message>
    <message>
        <source>A password is kept in the password store of your system and nowhere else. Where there is none, it is forgotten when Mailferry ends.</source>
        <translation>Ein Passwort liegt im Passwortspeicher Ihres Systems und nirgends sonst. Wo es keinen gibt, ist es vergessen, wenn Mailferry endet.</translation>
    </message>
    <message>
        <source>It is sent to your mail server only, and only by a protected connection. Some providers want an app password instead of your own: you make it on their web page.</source>
        <translation>Es wird nur an Ihren Mailserver gesendet, und nur über eine geschützte Verbindung. Manche Anbieter verlangen statt Ihres eigenen ein App-Passwort: Sie erzeugen es auf deren Webseite.</translation>
    </message>
    <message>
        <source>Closing the window</source>
        <translation>Das Fenster schließen</translation>
    </message>
    <message>
        <source>What has not been sent stays in the queue and goes on at the next start. A batch that was under way is sent again as a whole; nothing arrives twice.</source>
        <translation>Was noch nicht gesendet ist, bleibt in der Liste und geht beim nächsten Start weiter. Ein Paket, das unterwegs war, wird als Ganzes noch einmal gesendet; nichts kommt doppelt an.</translation>
    </message>
    <message>
        <source>The practice mailbox ends with the window, and what it holds is gone.</source>
        <translation>Das Übungspostfach endet mit dem Fenster, und sein Inhalt ist weg.</translation>
    </message>
    <message>
        <source>All keys are listed in Help, Keyboard shortcuts.</source>
        <translation>Alle Tasten stehen im Menü Hilfe unter „Tastenkürzel“.</translation>
    </message>
    <message>
        <source>Go to the next pane</source>
        <translation>Zum nächsten Bereich</translation>
    </message>
    <message>
        <source>Go to the next field or button</source>
        <translation>Zum nächsten Feld oder zur nächsten Schaltfläche</translation>
    </message>
    <message>
        <source>Queue: go to the buttons of a refused batch; lists: open</source>
        <translation>Pakete: zu den Schaltflächen eines abgelehnten Pakets; Listen: öffnen</translation>
    </message>
    <message>
        <source>Return</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>Queue: cancel what still waits</source>
        <translation>Pakete: abbrechen, was noch wartet</translation>
    </message>
    <message>
        <source>Messages: choose all</source>
        <translation>Nachrichten: alle auswählen</translation>
    </message>
    <message>
        <source>The menus; with an underlined letter, that button</source>
        <translation>Die Menüs; mit einem unterstrichenen Buchstaben diese Schaltfläche</translation>
    </message>
    <message>
        <source>&lt;h3&gt;Mailferry {0}&lt;/h3&gt;&lt;p&gt;Drag mail from files into an IMAP mailbox: whole batches, every message once, byte for byte.&lt;/p&gt;&lt;p&gt;Apache License 2.0&lt;/p&gt;&lt;p&gt;It uses:&lt;/p&gt;</source>
        <translation>&lt;h3&gt;Mailferry {0}&lt;/h3&gt;&lt;p&gt;E-Mails aus Dateien in ein IMAP-Postfach ziehen: ganze Pakete, jede Nachricht genau einmal, Byte für Byte.&lt;/p&gt;&lt;p&gt;Apache-Lizenz 2.0&lt;/p&gt;&lt;p&gt;Es verwendet:&lt;/p&gt;</translation>
    </message>
    <message>
        <source>Mailferry help</source>
        <translation>Hilfe zu Mailferry</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>About Mailferry</source>
        <translation>Über Mailferry</translation>
    </message>
</context>
<context>
    <name>Inspector</name>
    <message>
        <source>Message</source>
        <translation>Nachricht</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Found in the mailbox</source>
        <translation>Im Ordner gefunden</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Size sent</source>
        <translation>Gesendete Größe</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Datum</translation>
    </message>
    <message>
        <source>Flags</source>
        <translation>Markierungen</translation>
    </message>
    <message>
        <source>Looked for: {0} octets with this header, among what came since.
Found: {1}</source>
        <translation>Gesucht: {0} Bytes mit diesem Kopf, unter dem, was seither kam.
Gefunden: {1}</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <source>Details of the chosen row</source>
        <translation>Einzelheiten der gewählten Zeile</translation>
    </message>
    <message>
        <source>Choose a row to see all that is known of it.</source>
        <translation>Wählen Sie eine Zeile, um alles zu sehen, was darüber bekannt ist.</translation>
    </message>
    <message>
        <source>Messages of the batch</source>
        <translation>Nachrichten des Pakets</translation>
    </message>
    <message>
        <source>Attempts, and what was said to the server</source>
        <translation>Versuche, und was zum Server gesagt wurde</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Überblick</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Nachrichten</translation>
    </message>
    <message>
        <source>Attempts</source>
        <translation>Versuche</translation>
    </message>
</context>
<context>
    <name>MailboxTree</name>
    <message>
        <source>A mailbox cannot be imported into itself.</source>
        <translation>Ein Ordner kann nicht in sich selbst importiert werden.</translation>
    </message>
</context>
<context>
    <name>MailboxesModel</name>
    <message>
        <source>Drop mail onto a mailbox.</source>
        <translation>Legen Sie E-Mails auf einem Ordner ab.</translation>
    </message>
    <message>
        <source>The mailboxes of {0} are not known yet.</source>
        <translation>Die Ordner von {0} sind noch nicht bekannt.</translation>
    </message>
    <message>
        <source>{0} takes no mail itself. Drop onto another mailbox.</source>
        <translation>„{0}“ nimmt selbst keine Nachrichten auf. Legen Sie sie auf einem anderen Ordner ab.</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Nach</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Anzahl</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>nicht bekannt</translation>
    </message>
    <message>
        <source>{0} · {1}</source>
        <translation>{0} · {1}</translation>
    </message>
    <message>
        <source>{0} % full</source>
        <translation>{0} % voll</translation>
    </message>
    <message>
        <source>{0} of {1} are used, says the server</source>
        <translation>{0} von {1} sind belegt, sagt der Server</translation>
    </message>
</context>
<context>
    <name>MailboxesPane</name>
    <message>
        <source>Accounts and mailboxes</source>
        <translation>Konten und Ordner</translation>
    </message>
    <message>
        <source>Add the account that the mail should go to: choose Add account.</source>
        <translation>Fügen Sie das Konto hinzu, in das die E-Mails sollen: „Konto hinzufügen“.</translation>
    </message>
    <message>
        <source>Im&amp;port into this mailbox</source>
        <translation>In diesen Ordner im&amp;portieren</translation>
    </message>
    <message>
        <source>Name of the new mailbox</source>
        <translation>Name des neuen Ordners</translation>
    </message>
    <message>
        <source>Create</source>
        <translation>Anlegen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>&amp;Try again</source>
        <translation>&amp;Erneut versuchen</translation>
    </message>
    <message>
        <source>&amp;Sign in ...</source>
        <translation>Anmel&amp;den ...</translation>
    </message>
    <message>
        <source>Acco&amp;unt settings ...</source>
        <translation>Kontoeinstell&amp;ungen ...</translation>
    </message>
    <message>
        <source>&amp;Go on</source>
        <translation>F&amp;ortsetzen</translation>
    </message>
    <message>
        <source>{0}: {1}</source>
        <translation>{0}: {1}</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>First add the account that the mail should go to.</source>
        <translation>Fügen Sie zuerst das Konto hinzu, in das die E-Mails sollen.</translation>
    </message>
    <message>
        <source>Choose a mailbox that takes mail.</source>
        <translation>Wählen Sie einen Ordner, der Nachrichten aufnimmt.</translation>
    </message>
    <message>
        <source>Choose what to import on the left.</source>
        <translation>Wählen Sie links, was importiert werden soll.</translation>
    </message>
    <message>
        <source>Im&amp;port {0} here</source>
        <translation>{0} hierher im&amp;portieren</translation>
    </message>
    <message>
        <source>New mailbox in {0}</source>
        <translation>Neuer Ordner in {0}</translation>
    </message>
    <message>
        <source>Only mailboxes can be renamed, and not Inbox.</source>
        <translation>Nur Ordner können umbenannt werden, der Posteingang nicht.</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>The name is taken</source>
        <translation>Den Namen gibt es schon</translation>
    </message>
    <message>
        <source>There is a mailbox {0} already. Choose another name.</source>
        <translation>Es gibt schon einen Ordner „{0}“. Wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>&amp;Copy this mailbox</source>
        <translation>Diesen Ordner &amp;kopieren</translation>
    </message>
    <message>
        <source>&amp;Paste here</source>
        <translation>Hier &amp;einfügen</translation>
    </message>
    <message>
        <source>&amp;New mailbox ...</source>
        <translation>&amp;Neuer Ordner ...</translation>
    </message>
    <message>
        <source>Rena&amp;me mailbox ...</source>
        <translation>Ordner &amp;umbenennen ...</translation>
    </message>
    <message>
        <source>&amp;Refresh mailboxes</source>
        <translation>Ordner &amp;aktualisieren</translation>
    </message>
    <message>
        <source>Account &amp;settings ...</source>
        <translation>Kontoein&amp;stellungen ...</translation>
    </message>
    <message>
        <source>&amp;Forget this account</source>
        <translation>Dieses Konto &amp;vergessen</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Mailferry</source>
        <translation>Mailferry</translation>
    </message>
    <message>
        <source>Rate and time left</source>
        <translation>Tempo und Restzeit</translation>
    </message>
    <message>
        <source>The import of {0} into {1} has begun.</source>
        <translation>Der Import von „{0}“ in „{1}“ hat begonnen.</translation>
    </message>
    <message>
        <source>Stopping ...</source>
        <translation>Wird beendet ...</translation>
    </message>
    <message>
        <source>The batch under way is given up, and nothing of it is stored, unless its answer comes in a moment. What has not arrived stays in the queue and goes on at the next start.</source>
        <translation>Das Paket, das unterwegs ist, wird aufgegeben, und nichts davon wird gespeichert, außer die Antwort kommt gleich noch. Was nicht angekommen ist, bleibt in der Liste und geht beim nächsten Start weiter.</translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>Add mail &amp;files ...</source>
        <translation>E-Mail-&amp;Dateien hinzufügen ...</translation>
    </message>
    <message>
        <source>Add a f&amp;older of mail ...</source>
        <translation>&amp;Ordner mit E-Mails hinzufügen ...</translation>
    </message>
    <message>
        <source>&amp;Search the messages</source>
        <translation>&amp;Nachrichten suchen</translation>
    </message>
    <message>
        <source>&amp;Close this source</source>
        <translation>Diese &amp;Quelle schließen</translation>
    </message>
    <message>
        <source>S&amp;ettings ...</source>
        <translation>&amp;Einstellungen ...</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>&amp;Add account ...</source>
        <translation>&amp;Konto hinzufügen ...</translation>
    </message>
    <message>
        <source>&amp;Import into the chosen mailbox</source>
        <translation>In den gewählten Ordner &amp;importieren</translation>
    </message>
    <message>
        <source>&amp;Pause all</source>
        <translation>Alles an&amp;halten</translation>
    </message>
    <message>
        <source>Send &amp;refused batches again</source>
        <translation>&amp;Abgelehnte Pakete erneut senden</translation>
    </message>
    <message>
        <source>Mailferry &amp;help</source>
        <translation>&amp;Hilfe zu Mailferry</translation>
    </message>
    <message>
        <source>&amp;First steps</source>
        <translation>&amp;Erste Schritte</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>&amp;Tastenkürzel</translation>
    </message>
    <message>
        <source>&amp;About Mailferry</source>
        <translation>&amp;Über Mailferry</translation>
    </message>
    <message>
        <source>&amp;Mail</source>
        <translation>E-&amp;Mail</translation>
    </message>
    <message>
        <source>A&amp;ccount</source>
        <translation>&amp;Konto</translation>
    </message>
    <message>
        <source>&amp;Import</source>
        <translation>&amp;Import</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>Ansi&amp;cht</translation>
    </message>
    <message>
        <source>&amp;From</source>
        <translation>&amp;Von</translation>
    </message>
    <message>
        <source>&amp;To</source>
        <translation>&amp;Nach</translation>
    </message>
    <message>
        <source>&amp;Batches</source>
        <translation>&amp;Pakete</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>Add account</source>
        <translation>Konto hinzufügen</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importieren</translation>
    </message>
    <message>
        <source>Retry refused</source>
        <translation>Abgelehnte erneut senden</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
    <message>
        <source>&amp;Go on</source>
        <translation>&amp;Fortsetzen</translation>
    </message>
    <message>
        <source>Tool bar</source>
        <translation>Symbolleiste</translation>
    </message>
    <message>
        <source>Add mail</source>
        <translation>E-Mails hinzufügen</translation>
    </message>
</context>
<context>
    <name>MessagesModel</name>
    <message>
        <source>Subject</source>
        <translation>Betreff</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Datum</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>(no subject)</source>
        <translation>(kein Betreff)</translation>
    </message>
    <message>
        <source>no date</source>
        <translation>kein Datum</translation>
    </message>
</context>
<context>
    <name>MessagesPane</name>
    <message>
        <source>Messages of the chosen folder</source>
        <translation>Nachrichten des gewählten Ordners</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Search the messages of this folder</source>
        <translation>Die Nachrichten dieses Ordners durchsuchen</translation>
    </message>
    <message>
        <source>Previe&amp;w</source>
        <translation>&amp;Vorschau</translation>
    </message>
    <message>
        <source>Show what the chosen message says</source>
        <translation>Zeigen, was in der gewählten Nachricht steht</translation>
    </message>
    <message>
        <source>No folder chosen</source>
        <translation>Kein Ordner gewählt</translation>
    </message>
    <message>
        <source>Choose a folder on the left to see its messages.</source>
        <translation>Wählen Sie links einen Ordner, um seine Nachrichten zu sehen.</translation>
    </message>
    <message>
        <source>Outlook does not keep the message itself, only its texts, attachments and properties. A mail is made of them: it is whole, but not as it was sent.</source>
        <translation>Outlook bewahrt von einer Nachricht nicht die Bytes, nur Texte, Anhänge und Eigenschaften. Daraus wird eine E-Mail gemacht: vollständig, aber nicht so, wie sie gesendet wurde.</translation>
    </message>
    <message>
        <source>{0} of {1} in “{2}”</source>
        <translation>{0} von {1} in „{2}“</translation>
    </message>
    <message>
        <source>{0} in “{1}”</source>
        <translation>{0} in „{1}“</translation>
    </message>
    <message>
        <source>“{0}”: {1} in its folders</source>
        <translation>„{0}“: {1} in den Ordnern darin</translation>
    </message>
    <message>
        <source> · still reading ...</source>
        <translation> · wird noch gelesen ...</translation>
    </message>
    <message>
        <source> · {0} could not be read</source>
        <translation> · {0} nicht lesbar</translation>
    </message>
    <message>
        <source> · made of what Outlook keeps</source>
        <translation> · aus dem gemacht, was Outlook bewahrt</translation>
    </message>
    <message>
        <source>Looking ...</source>
        <translation>Wird gesucht ...</translation>
    </message>
    <message>
        <source>Reading ...</source>
        <translation>Wird gelesen ...</translation>
    </message>
    <message>
        <source>No message has these words in its subject or sender.</source>
        <translation>Keine Nachricht hat diese Wörter im Betreff oder Absender.</translation>
    </message>
    <message>
        <source>No messages in this folder itself. Choose one of the folders below it, or drag it with all that is below it.</source>
        <translation>In diesem Ordner selbst sind keine Nachrichten. Wählen Sie einen der Ordner darunter, oder ziehen Sie ihn mit allem, was darunter ist.</translation>
    </message>
    <message>
        <source>There are no messages here.</source>
        <translation>Hier sind keine Nachrichten.</translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>Dismiss</source>
        <translation>Ausblenden</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <source>Show the words of the server or the system</source>
        <translation>Den Wortlaut des Servers oder des Systems zeigen</translation>
    </message>
</context>
<context>
    <name>OtherWays</name>
    <message>
        <source>Looking for what can be repaired ...</source>
        <translation>Es wird gesucht, was repariert werden kann ...</translation>
    </message>
    <message>
        <source>Repair: {0}</source>
        <translation>Reparieren: {0}</translation>
    </message>
    <message>
        <source>Mailferry knows no repair for what is in these messages. Split the batch and find the cause, or set the refused message aside.</source>
        <translation>Mailferry kennt keine Reparatur für das, was in diesen Nachrichten ist. Teilen Sie das Paket und finden Sie die Ursache, oder legen Sie die abgelehnte Nachricht beiseite.</translation>
    </message>
    <message>
        <source>... and {0} more like these.</source>
        <translation>... und {0} weitere wie diese.</translation>
    </message>
    <message>
        <source>1 of its messages would be changed, the others stay as they are.</source>
        <translation>1 der Nachrichten würde geändert, die anderen bleiben, wie sie sind.</translation>
    </message>
    <message>
        <source>{0} of its messages would be changed, the others stay as they are.</source>
        <translation>{0} der Nachrichten würden geändert, die anderen bleiben, wie sie sind.</translation>
    </message>
    <message>
        <source>Repair and send</source>
        <translation>Reparieren und senden</translation>
    </message>
    <message>
        <source>Nothing was set aside</source>
        <translation>Nichts wurde beiseitegelegt</translation>
    </message>
    <message>
        <source>No message of this import is in the folder.</source>
        <translation>Von diesem Import ist keine Nachricht im Ordner.</translation>
    </message>
    <message>
        <source>The folder cannot be shown</source>
        <translation>Der Ordner kann nicht gezeigt werden</translation>
    </message>
    <message>
        <source>No file manager answered. The messages are in {0}.</source>
        <translation>Kein Dateimanager hat geantwortet. Die Nachrichten sind in {0}.</translation>
    </message>
</context>
<context>
    <name>Plan</name>
    <message>
        <source>{0}, {1}</source>
        <translation>{0}, {1}</translation>
    </message>
    <message>
        <source>{0} so far, still counting ...</source>
        <translation>Bisher {0}, es wird noch gezählt ...</translation>
    </message>
    <message>
        <source>What the other account holds is counted while it is read: {0}</source>
        <translation>Was das andere Konto enthält, wird beim Lesen gezählt: {0}</translation>
    </message>
    <message>
        <source>{0} of them are unread.</source>
        <translation>{0} davon sind ungelesen.</translation>
    </message>
    <message>
        <source>{0} are marked as deleted in their source, and arrive without that mark.</source>
        <translation>{0} sind in der Quelle als gelöscht markiert und kommen ohne diese Markierung an.</translation>
    </message>
    <message>
        <source>{0} are made of what Outlook keeps: whole, but not as they were sent.</source>
        <translation>{0} sind aus dem zusammengesetzt, was Outlook aufbewahrt: vollständig, aber nicht so, wie sie gesendet wurden.</translation>
    </message>
    <message>
        <source>{0} are larger than the {1} that this server takes: it will refuse them.</source>
        <translation>{0} sind größer als die {1}, die dieser Server annimmt: Er wird sie ablehnen.</translation>
    </message>
    <message>
        <source>{0} cannot be read:</source>
        <translation>{0} nicht lesbar:</translation>
    </message>
    <message>
        <source>There is no mail in it.</source>
        <translation>Darin sind keine E-Mails.</translation>
    </message>
    <message>
        <source>What is left out by what is chosen here is counted while it is read.</source>
        <translation>Was durch die Auswahl hier wegbleibt, wird beim Lesen gezählt.</translation>
    </message>
    <message>
        <source>1 of them is unread.</source>
        <translation>1 davon ist ungelesen.</translation>
    </message>
    <message>
        <source>{0} are left out by what is chosen here.</source>
        <translation>{0} bleiben durch die Auswahl hier weg.</translation>
    </message>
    <message>
        <source>1 is left out by what is chosen here.</source>
        <translation>1 bleibt durch die Auswahl hier weg.</translation>
    </message>
    <message>
        <source>The folders go below Inbox. To have them beside it, choose the account itself.</source>
        <translation>Die Ordner kommen unter den Posteingang. Sollen sie daneben stehen, wählen Sie das Konto selbst.</translation>
    </message>
    <message>
        <source>1 is marked as deleted in its source, and arrives without that mark.</source>
        <translation>1 ist in der Quelle als gelöscht markiert und kommt ohne diese Markierung an.</translation>
    </message>
    <message>
        <source>1 more is empty and is left out: there is nothing to send of it.</source>
        <translation>1 weitere ist leer und wird weggelassen: Davon ist nichts zu senden.</translation>
    </message>
    <message>
        <source>{0} more are empty and are left out: there is nothing to send of them.</source>
        <translation>{0} weitere sind leer und werden weggelassen: Davon ist nichts zu senden.</translation>
    </message>
    <message>
        <source>1 is made of what Outlook keeps: whole, but not as it was sent.</source>
        <translation>1 ist aus dem zusammengesetzt, was Outlook aufbewahrt: vollständig, aber nicht so, wie sie gesendet wurde.</translation>
    </message>
    <message>
        <source>1 is larger than the {1} that this server takes: it will refuse it.</source>
        <translation>1 ist größer als die {1}, die dieser Server annimmt: Er wird sie ablehnen.</translation>
    </message>
    <message>
        <source>The account has room for {0}, says the server: what does not fit will wait.</source>
        <translation>Im Konto ist laut Server Platz für {0}: Was nicht hineinpasst, wartet.</translation>
    </message>
    <message>
        <source>It is being imported into this account right now: what arrives of that is imported once more all the same.</source>
        <translation>Ein Import derselben E-Mails in dieses Konto läuft gerade: Was davon ankommt, wird trotzdem noch einmal importiert.</translation>
    </message>
    <message>
        <source>It is being imported into this account right now: what arrives of that is not sent again.</source>
        <translation>Ein Import derselben E-Mails in dieses Konto läuft gerade: Was davon ankommt, wird nicht noch einmal gesendet.</translation>
    </message>
    <message>
        <source>How: {0}.</source>
        <translation>Zustellung: {0}.</translation>
    </message>
    <message>
        <source>At the pace of earlier imports: {0}.</source>
        <translation>Dauer nach dem Tempo früherer Importe: {0}.</translation>
    </message>
    <message>
        <source>How long it takes is not known yet.</source>
        <translation>Wie lange es dauert, ist noch nicht bekannt.</translation>
    </message>
    <message>
        <source>This is for practice only: the mailbox is empty again when the window closes.</source>
        <translation>Dies ist nur zum Üben: Mit dem Fenster schließt auch das Übungspostfach, und sein Inhalt ist weg.</translation>
    </message>
    <message>
        <source>One more drop waits for its plan.</source>
        <translation>Ein weiterer Import wartet auf seinen Plan.</translation>
    </message>
    <message>
        <source>{0} more drops wait for their plan.</source>
        <translation>{0} weitere Importe warten auf ihren Plan.</translation>
    </message>
    <message>
        <source>What is in the mailbox already is imported all the same.</source>
        <translation>Was schon im Ordner ist, wird trotzdem noch einmal importiert.</translation>
    </message>
    <message>
        <source>What is in the mailbox already is not sent again.</source>
        <translation>Was schon im Ordner ist, wird nicht noch einmal gesendet.</translation>
    </message>
    <message>
        <source>1 of them is in the mailbox already, still comparing ...</source>
        <translation>1 davon ist schon im Ordner, es wird noch verglichen ...</translation>
    </message>
    <message>
        <source>{0} of them are in the mailbox already, still comparing ...</source>
        <translation>{0} davon sind schon im Ordner, es wird noch verglichen ...</translation>
    </message>
    <message>
        <source>None of them is in the mailbox already.</source>
        <translation>Noch nichts davon ist im Ordner.</translation>
    </message>
    <message>
        <source>1 of them is in the mailbox already, and is imported all the same.</source>
        <translation>1 davon ist schon im Ordner und wird trotzdem importiert.</translation>
    </message>
    <message>
        <source>{0} of them are in the mailbox already, and are imported all the same.</source>
        <translation>{0} davon sind schon im Ordner und werden trotzdem importiert.</translation>
    </message>
    <message>
        <source>1 of them is in the mailbox already, and is not sent again.</source>
        <translation>1 davon ist schon im Ordner und wird nicht noch einmal gesendet.</translation>
    </message>
    <message>
        <source>{0} of them are in the mailbox already, and are not sent again.</source>
        <translation>{0} davon sind schon im Ordner und werden nicht noch einmal gesendet.</translation>
    </message>
</context>
<context>
    <name>PlanModel</name>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Nachrichten</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Mailbox (double-click to change)</source>
        <translation>Zielordner (Doppelklick ändert)</translation>
    </message>
    <message>
        <source>(in no folder)</source>
        <translation>(in keinem Ordner)</translation>
    </message>
    <message>
        <source>Double-click, or press F2, to write another mailbox: levels are divided by “/”</source>
        <translation>Doppelklicken Sie oder drücken Sie F2, um einen anderen Ordner anzugeben: Ebenen werden durch „/“ getrennt</translation>
    </message>
</context>
<context>
    <name>PlanPane</name>
    <message>
        <source>Folders and the mailboxes that they become</source>
        <translation>Ordner der Quelle und wohin sie kommen</translation>
    </message>
    <message>
        <source>What will happen</source>
        <translation>Was geschehen wird</translation>
    </message>
    <message>
        <source>All arrive as read</source>
        <translation>Alle kommen als gelesen an</translation>
    </message>
    <message>
        <source>Else each message is as read or unread as in its source</source>
        <translation>Sonst ist jede Nachricht gelesen oder ungelesen wie in ihrer Quelle</translation>
    </message>
    <message>
        <source>Leave out what is marked as deleted</source>
        <translation>Weglassen, was als gelöscht markiert ist</translation>
    </message>
    <message>
        <source>Sent, Drafts and the like go into the account&apos;s own</source>
        <translation>Gesendet, Entwürfe usw. in die Ordner des Kontos</translation>
    </message>
    <message>
        <source>&amp;Labels of Google Takeout:</source>
        <translation>Label&amp;s von Google Takeout:</translation>
    </message>
    <message>
        <source>Not before</source>
        <translation>Nicht vor dem</translation>
    </message>
    <message>
        <source>Not after</source>
        <translation>Nicht nach dem</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importieren</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Import “{0}” into {1}?</source>
        <translation>„{0}“ in „{1}“ importieren?</translation>
    </message>
</context>
<context>
    <name>QueueBar</name>
    <message>
        <source>Batches</source>
        <translation>Pakete</translation>
    </message>
    <message>
        <source>&amp;All</source>
        <translation>&amp;Alle</translation>
    </message>
    <message>
        <source>&amp;Running</source>
        <translation>&amp;Laufend</translation>
    </message>
    <message>
        <source>&amp;Needs you</source>
        <translation>Sie sind &amp;gefragt</translation>
    </message>
    <message>
        <source>&amp;Done</source>
        <translation>&amp;Fertig</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Search imports</source>
        <translation>Importe suchen</translation>
    </message>
    <message>
        <source>By what was imported, into which mailbox or account, on which day, how it stands, or by the subject of a message</source>
        <translation>Danach, was importiert wurde, in welchen Ordner oder welches Konto, an welchem Tag, wie es steht, oder nach dem Betreff einer Nachricht</translation>
    </message>
    <message>
        <source>Rep&amp;ort</source>
        <translation>&amp;Bericht</translation>
    </message>
    <message>
        <source>Take &amp;back ...</source>
        <translation>&amp;Zurücknehmen ...</translation>
    </message>
    <message>
        <source>D&amp;etails</source>
        <translation>Einzelhei&amp;ten</translation>
    </message>
    <message>
        <source>Show all that is known of the chosen row, and the server&apos;s own words</source>
        <translation>Alles zeigen, was über die gewählte Zeile bekannt ist, auch den Wortlaut des Servers</translation>
    </message>
    <message>
        <source>There already, not counted again: {0}</source>
        <translation>Schon da, nicht noch einmal gezählt: {0}</translation>
    </message>
    <message>
        <source>{0}: {1}</source>
        <translation>{0}: {1}</translation>
    </message>
    <message>
        <source>Show the report of {0}</source>
        <translation>Den Bericht von {0} zeigen</translation>
    </message>
    <message>
        <source>Take back what arrived of {0}; first it is said what would be removed</source>
        <translation>Zurücknehmen, was von {0} angekommen ist; zuerst wird gesagt, was entfernt würde</translation>
    </message>
    <message>
        <source>Choose an import first</source>
        <translation>Wählen Sie zuerst einen Import</translation>
    </message>
</context>
<context>
    <name>QueuePane</name>
    <message>
        <source>Imports and their batches</source>
        <translation>Importe und ihre Pakete</translation>
    </message>
    <message>
        <source>Nothing here yet. Drag mail from the left, or files from your file manager, onto a mailbox on the right.</source>
        <translation>Noch nichts hier. Ziehen Sie E-Mails von links oder Dateien aus dem Dateimanager auf einen Ordner rechts.</translation>
    </message>
    <message>
        <source>Cancel the chosen import or batch</source>
        <translation>Den gewählten Import oder das gewählte Paket abbrechen</translation>
    </message>
    <message>
        <source>No import has all of these words.</source>
        <translation>Kein Import enthält all diese Wörter.</translation>
    </message>
    <message>
        <source>Nothing of this kind has all of these words. Choose All to look through every import.</source>
        <translation>Nichts davon enthält alle diese Wörter. „Alle“ durchsucht alle Importe.</translation>
    </message>
    <message>
        <source>Nothing is under way.</source>
        <translation>Zurzeit läuft nichts.</translation>
    </message>
    <message>
        <source>No message needs you.</source>
        <translation>Zurzeit ist bei keiner Nachricht etwas zu entscheiden.</translation>
    </message>
    <message>
        <source>Nothing is done yet.</source>
        <translation>Noch ist nichts fertig.</translation>
    </message>
    <message>
        <source>&amp;Leave this message out and send the rest</source>
        <translation>Diese &amp;Nachricht weglassen und den Rest senden</translation>
    </message>
    <message>
        <source>Show the &amp;report</source>
        <translation>&amp;Bericht anzeigen</translation>
    </message>
    <message>
        <source>&amp;Open the folder of messages set aside</source>
        <translation>&amp;Ordner der beiseitegelegten Nachrichten öffnen</translation>
    </message>
    <message>
        <source>&amp;Leave out what was not sent</source>
        <translation>Nicht Gesendetes &amp;weglassen</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>&amp;Abbrechen</translation>
    </message>
    <message>
        <source>&amp;Take back what arrived ...</source>
        <translation>Angekommenes &amp;zurücknehmen ...</translation>
    </message>
    <message>
        <source>Compare with the &amp;server</source>
        <translation>Mit dem &amp;Server vergleichen</translation>
    </message>
    <message>
        <source>Compare every &amp;byte with the server</source>
        <translation>Jedes B&amp;yte mit dem Server vergleichen</translation>
    </message>
    <message>
        <source>&amp;Forget this import</source>
        <translation>Diesen Import &amp;vergessen</translation>
    </message>
    <message>
        <source>Removes its report and the messages that were set aside. What arrived stays in its mailbox, and Mailferry cannot take it back any more.</source>
        <translation>Entfernt den Bericht und die beiseitegelegten Nachrichten. Was angekommen ist, bleibt in seinem Ordner, und Mailferry kann es nicht mehr zurücknehmen.</translation>
    </message>
</context>
<context>
    <name>ReadingPane</name>
    <message>
        <source>The chosen message</source>
        <translation>Die gewählte Nachricht</translation>
    </message>
    <message>
        <source>Attachments</source>
        <translation>Anhänge</translation>
    </message>
    <message>
        <source>Plain te&amp;xt</source>
        <translation>Nur Te&amp;xt</translation>
    </message>
    <message>
        <source>Show the plain text of this message instead of its laid-out page</source>
        <translation>Den reinen Text dieser Nachricht statt der gestalteten Seite zeigen</translation>
    </message>
    <message>
        <source>Choose a message to read it here.</source>
        <translation>Wählen Sie eine Nachricht, um sie hier zu lesen.</translation>
    </message>
    <message>
        <source>This message has no text.</source>
        <translation>Diese Nachricht hat keinen Text.</translation>
    </message>
    <message>
        <source>Pictures that are not in the message itself are not fetched.</source>
        <translation>Bilder, die nicht in der Nachricht selbst sind, werden nicht geladen.</translation>
    </message>
    <message>
        <source>Only the beginning is shown. The whole message is imported.</source>
        <translation>Nur der Anfang wird gezeigt. Importiert wird die ganze Nachricht.</translation>
    </message>
    <message>
        <source>{0} more</source>
        <translation>{0} weitere</translation>
    </message>
    <message>
        <source>Attachments: {0}</source>
        <translation>Anhänge: {0}</translation>
    </message>
    <message>
        <source>From:</source>
        <translation>Von:</translation>
    </message>
    <message>
        <source>To:</source>
        <translation>An:</translation>
    </message>
    <message>
        <source>Copy to:</source>
        <translation>Kopie an:</translation>
    </message>
    <message>
        <source>Blind copy to:</source>
        <translation>Blindkopie an:</translation>
    </message>
    <message>
        <source>Answer to:</source>
        <translation>Antwort an:</translation>
    </message>
    <message>
        <source>Date:</source>
        <translation>Datum:</translation>
    </message>
    <message>
        <source>Subject:</source>
        <translation>Betreff:</translation>
    </message>
</context>
<context>
    <name>Report</name>
    <message>
        <source>{0} {1}, in {2}</source>
        <translation>{0} {1}, in {2}</translation>
    </message>
    <message>
        <source>sent: {0}</source>
        <translation>gesendet: {0}</translation>
    </message>
    <message>
        <source>found: {0}</source>
        <translation>gefunden: {0}</translation>
    </message>
    <message>
        <source>Report: {0}</source>
        <translation>Bericht: {0}</translation>
    </message>
    <message>
        <source>Save as &amp;HTML ...</source>
        <translation>Als &amp;HTML speichern ...</translation>
    </message>
    <message>
        <source>Save as &amp;CSV ...</source>
        <translation>Als &amp;CSV speichern ...</translation>
    </message>
    <message>
        <source>Begun {0}</source>
        <translation>Begonnen {0}</translation>
    </message>
    <message>
        <source>From {0}</source>
        <translation>Aus {0}</translation>
    </message>
    <message>
        <source>How: {0}</source>
        <translation>Zustellung: {0}</translation>
    </message>
    <message>
        <source>{0} in the mailbox already</source>
        <translation>{0} schon im Ordner</translation>
    </message>
    <message>
        <source>{0} taken back</source>
        <translation>{0} zurückgenommen</translation>
    </message>
    <message>
        <source>{0} empty, cancelled, or left out by you</source>
        <translation>{0} leer, abgebrochen oder von Ihnen weggelassen</translation>
    </message>
    <message>
        <source>{0} of them need you: nobody can tell whether they arrived</source>
        <translation>bei {0} davon sind Sie gefragt: Niemand kann sagen, ob sie angekommen sind</translation>
    </message>
    <message>
        <source>arrived</source>
        <translation>angekommen</translation>
    </message>
    <message>
        <source>refused by the server</source>
        <translation>vom Server abgelehnt</translation>
    </message>
    <message>
        <source>left out on purpose</source>
        <translation>absichtlich weggelassen</translation>
    </message>
    <message>
        <source>not sent</source>
        <translation>nicht gesendet</translation>
    </message>
    <message>
        <source>{0} of them wait</source>
        <translation>{0} davon noch offen</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Nachrichten</translation>
    </message>
    <message>
        <source>in all, {0}</source>
        <translation>insgesamt, {0}</translation>
    </message>
    <message>
        <source>Arrived in</source>
        <translation>Angekommen in</translation>
    </message>
    <message>
        <source>Pace</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>Messages a second over the time of the import</source>
        <translation>Nachrichten pro Sekunde über die Dauer des Imports</translation>
    </message>
    <message>
        <source>{0} in {1} s, at most {2} messages a second</source>
        <translation>{0} in {1} s, höchstens {2} Nachrichten pro Sekunde</translation>
    </message>
    <message>
        <source>Worth a look</source>
        <translation>Zu beachten</translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation>Bericht speichern</translation>
    </message>
    <message>
        <source>The report was saved</source>
        <translation>Der Bericht wurde gespeichert</translation>
    </message>
    <message>
        <source>All {0} were found as they were sent, byte for byte.</source>
        <translation>Alle {0} wurden so gefunden, wie sie gesendet wurden, Byte für Byte.</translation>
    </message>
    <message>
        <source>All {0} were found as they were sent: size, date and flags.</source>
        <translation>Alle {0} wurden so gefunden, wie sie gesendet wurden: Größe, Datum und Markierungen.</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>Paket</translation>
    </message>
    <message>
        <source>Batches that need you</source>
        <translation>Pakete, bei denen Sie gefragt sind</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>abgebrochen</translation>
    </message>
    <message>
        <source>cannot be checked</source>
        <translation>kann nicht geprüft werden</translation>
    </message>
    <message>
        <source>committed</source>
        <translation>angekommen</translation>
    </message>
    <message>
        <source>Compared with what the server holds</source>
        <translation>Verglichen mit dem, was auf dem Server liegt</translation>
    </message>
    <message>
        <source>conflict</source>
        <translation>Sie sind gefragt</translation>
    </message>
    <message>
        <source>date</source>
        <translation>Datum</translation>
    </message>
    <message>
        <source>dated by the time of their file, as nothing else tells it</source>
        <translation>mit der Zeit ihrer Datei als Datum, da nichts anderes es sagt</translation>
    </message>
    <message>
        <source>differences</source>
        <translation>Unterschiede</translation>
    </message>
    <message>
        <source>doubtful</source>
        <translation>noch ungewiss</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>nicht gesendet</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Files without mail that could be sent</source>
        <translation>Dateien ohne E-Mails zum Senden</translation>
    </message>
    <message>
        <source>finishing</source>
        <translation>wartet auf Antwort</translation>
    </message>
    <message>
        <source>flags</source>
        <translation>Markierungen</translation>
    </message>
    <message>
        <source>Flags and keywords that were left out</source>
        <translation>Markierungen und Schlagwörter, die weggelassen wurden</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>Gefunden</translation>
    </message>
    <message>
        <source>given by the server that they were read from with another number of octets than it announced: they arrived as given</source>
        <translation>vom Server, von dem sie gelesen wurden, mit anderer Größe geliefert, als er angekündigt hatte: sie sind so angekommen, wie sie geliefert wurden</translation>
    </message>
    <message>
        <source>has an equal one</source>
        <translation>ist doppelt da</translation>
    </message>
    <message>
        <source>has another date</source>
        <translation>hat ein anderes Datum</translation>
    </message>
    <message>
        <source>has another size</source>
        <translation>hat eine andere Größe</translation>
    </message>
    <message>
        <source>has other flags</source>
        <translation>hat andere Markierungen</translation>
    </message>
    <message>
        <source>has other octets</source>
        <translation>hat andere Bytes</translation>
    </message>
    <message>
        <source>How</source>
        <translation>Wie</translation>
    </message>
    <message>
        <source>ignored</source>
        <translation>keine E-Mail</translation>
    </message>
    <message>
        <source>in all</source>
        <translation>insgesamt</translation>
    </message>
    <message>
        <source>is missing</source>
        <translation>fehlt</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>Weggelassen</translation>
    </message>
    <message>
        <source>made of what Outlook keeps of a message, which is not its octets: whole, but not as they were sent</source>
        <translation>aus dem gemacht, was Outlook von einer Nachricht aufbewahrt, und das sind nicht ihre Bytes: vollständig, aber nicht so, wie sie gesendet wurden</translation>
    </message>
    <message>
        <source>Mailbox</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>mailbox</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Mailboxes with another name than their folder</source>
        <translation>Ordner, die anders heißen als in der Quelle</translation>
    </message>
    <message>
        <source>Mailferry: import {0}</source>
        <translation>Mailferry: Import {0}</translation>
    </message>
    <message>
        <source>marked as deleted in the source: arrived without that mark</source>
        <translation>in der Quelle als gelöscht markiert: ohne diese Markierung angekommen</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Nachricht</translation>
    </message>
    <message>
        <source>message by message: this server cannot do batches</source>
        <translation>Nachricht für Nachricht: dieser Server kann keine Pakete</translation>
    </message>
    <message>
        <source>Messages that did not arrive</source>
        <translation>Nachrichten, die nicht angekommen sind</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Needs you</source>
        <translation>Sie sind gefragt</translation>
    </message>
    <message>
        <source>Not all could be checked: {0}</source>
        <translation>Nicht alle konnten geprüft werden: {0}</translation>
    </message>
    <message>
        <source>Not checked to its end: {0} of {1} so far. `mailferry verify` goes on.</source>
        <translation>Noch nicht zu Ende geprüft: bisher {0} von {1}. `mailferry verify` macht weiter.</translation>
    </message>
    <message>
        <source>Not sent</source>
        <translation>Nicht gesendet</translation>
    </message>
    <message>
        <source>offset</source>
        <translation>Stelle</translation>
    </message>
    <message>
        <source>One file in the folders is no mail and was left out.</source>
        <translation>Eine Datei in den Ordnern ist keine E-Mail und wurde weggelassen.</translation>
    </message>
    <message>
        <source>queued</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>abgelehnt</translation>
    </message>
    <message>
        <source>sending</source>
        <translation>wird gesendet</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Gesendet</translation>
    </message>
    <message>
        <source>Sent otherwise than the source has it</source>
        <translation>Anders gesendet, als es in der Quelle steht</translation>
    </message>
    <message>
        <source>size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>skipped</source>
        <translation>weggelassen</translation>
    </message>
    <message>
        <source>source file</source>
        <translation>Quelldatei</translation>
    </message>
    <message>
        <source>state</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>subject</source>
        <translation>Betreff</translation>
    </message>
    <message>
        <source>The source was not read to its end yet: these numbers are not the last ones.</source>
        <translation>Die Quelle ist noch nicht zu Ende gelesen: Diese Zahlen sind noch nicht endgültig.</translation>
    </message>
    <message>
        <source>There are more. The report as CSV names each of them.</source>
        <translation>Es sind noch mehr. Der Bericht als CSV nennt sie alle.</translation>
    </message>
    <message>
        <source>This import stored no message, so there was nothing to compare with the server.</source>
        <translation>Dieser Import hat keine Nachricht gespeichert, also war nichts mit dem Server zu vergleichen.</translation>
    </message>
    <message>
        <source>uid</source>
        <translation>UID</translation>
    </message>
    <message>
        <source>uidvalidity</source>
        <translation>UIDVALIDITY</translation>
    </message>
    <message>
        <source>undone</source>
        <translation>zurückgenommen</translation>
    </message>
    <message>
        <source>was altered by the server</source>
        <translation>wurde vom Server geändert</translation>
    </message>
    <message>
        <source>whole batches, by way of a staging mailbox</source>
        <translation>ganze Pakete, über einen Zwischenordner</translation>
    </message>
    <message>
        <source>whole batches, kept by the server</source>
        <translation>ganze Pakete, vom Server zusammengehalten</translation>
    </message>
    <message>
        <source>whole batches, taken back if one message fails</source>
        <translation>ganze Pakete, zurückgenommen, wenn eine Nachricht scheitert</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>with flags or keywords that mail servers or this mailbox do not take: they were left out</source>
        <translation>mit Markierungen oder Schlagwörtern, die Mailserver oder dieser Ordner nicht annehmen: sie wurden weggelassen</translation>
    </message>
    <message>
        <source>without any date that servers keep: they have the date of arrival</source>
        <translation>ohne ein Datum, das Server behalten: sie haben das Datum der Ankunft</translation>
    </message>
    <message>
        <source>Written by Mailferry.</source>
        <translation>Geschrieben von Mailferry.</translation>
    </message>
    <message>
        <source>{0} cannot be checked: the server did not tell their numbers.</source>
        <translation>{0} können nicht geprüft werden: der Server hat ihre Nummern nicht genannt.</translation>
    </message>
    <message>
        <source>{0} files in the folders are no mail and were left out.</source>
        <translation>{0} Dateien in den Ordnern sind keine E-Mails und wurden weggelassen.</translation>
    </message>
    <message>
        <source>{0} messages in {1} s, at most {2} a second</source>
        <translation>{0} Nachrichten in {1} s, höchstens {2} pro Sekunde</translation>
    </message>
    <message>
        <source>{0} messages: {1}</source>
        <translation>{0} Nachrichten: {1}</translation>
    </message>
    <message>
        <source>{0}: {1}</source>
        <translation>{0}: {1}</translation>
    </message>
    <message>
        <source>{0} of {1} were checked, and are as they were sent.</source>
        <translation>{0} von {1} wurden geprüft und sind so, wie sie gesendet wurden.</translation>
    </message>
    <message>
        <source>{0} were checked; {1} of them are not as they were sent:</source>
        <translation>{0} wurden geprüft; {1} davon sind nicht so, wie sie gesendet wurden:</translation>
    </message>
    <message>
        <source>{0}, to {1}, account {2}</source>
        <translation>{0}, nach {1}, Konto {2}</translation>
    </message>
    <message>
        <source>{0}, {1} messages</source>
        <translation>{0}, {1} Nachrichten</translation>
    </message>
</context>
<context>
    <name>Retry</name>
    <message>
        <source>Use another mailbo&amp;x</source>
        <translation>Anderer &amp;Ordner</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>Kopie zeigen</translation>
    </message>
    <message>
        <source>Send the batch into another mailbox of this account.</source>
        <translation>Das Paket in einen anderen Ordner dieses Kontos senden.</translation>
    </message>
    <message>
        <source>Show the copy that was set aside: {0}</source>
        <translation>Die Kopie zeigen, die beiseitegelegt wurde: {0}</translation>
    </message>
    <message>
        <source>Send the whole batch once more. What is there already will be there twice.</source>
        <translation>Das ganze Paket noch einmal senden. Was schon da ist, wird dann doppelt da sein.</translation>
    </message>
    <message>
        <source>Read the messages from their file once more, and send them.</source>
        <translation>Die Nachrichten noch einmal aus ihrer Datei lesen und senden.</translation>
    </message>
    <message>
        <source>More ...</source>
        <translation>Mehr ...</translation>
    </message>
    <message>
        <source>More to do with {0}</source>
        <translation>Was sich mit {0} noch tun lässt</translation>
    </message>
</context>
<context>
    <name>RowWidgets</name>
    <message>
        <source>Report</source>
        <translation>Bericht</translation>
    </message>
    <message>
        <source>Report: {0}</source>
        <translation>Bericht: {0}</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Cancel: {0}</source>
        <translation>Abbrechen: {0}</translation>
    </message>
</context>
<context>
    <name>ServerFields</name>
    <message>
        <source>usually the mail address</source>
        <translation>meist die E-Mail-Adresse</translation>
    </message>
    <message>
        <source>TLS from the start (usual)</source>
        <translation>TLS von Anfang an (üblich)</translation>
    </message>
    <message>
        <source>STARTTLS</source>
        <translation>STARTTLS</translation>
    </message>
    <message>
        <source>None (this computer only)</source>
        <translation>Keine (nur auf diesem Computer)</translation>
    </message>
    <message>
        <source>usually empty</source>
        <translation>meist leer</translation>
    </message>
    <message>
        <source>Only for a server with a certificate of its own: the file of the certificates to trust</source>
        <translation>Nur für einen Server mit eigenem Zertifikat: die Datei mit den Zertifikaten, denen vertraut werden soll</translation>
    </message>
    <message>
        <source>the best way that the server offers</source>
        <translation>die beste Art, die der Server anbietet</translation>
    </message>
    <message>
        <source>How a batch is kept whole. A way that the server does not offer is not taken.</source>
        <translation>Wie ein Paket zusammengehalten wird. Eine Art, die der Server nicht anbietet, wird nicht verwendet.</translation>
    </message>
    <message>
        <source> kB/s</source>
        <translation> kB/s</translation>
    </message>
    <message>
        <source>as the settings say</source>
        <translation>wie in den Einstellungen</translation>
    </message>
    <message>
        <source>What is sent to this account at most. If the settings name a lower limit, that one holds.</source>
        <translation>Was an dieses Konto höchstens gesendet wird. Nennen die Einstellungen eine niedrigere Grenze, gilt diese.</translation>
    </message>
    <message>
        <source>&amp;Browse ...</source>
        <translation>D&amp;urchsuchen ...</translation>
    </message>
    <message>
        <source>Choose the certificate file</source>
        <translation>Zertifikatsdatei auswählen</translation>
    </message>
    <message>
        <source>&amp;User name:</source>
        <translation>Be&amp;nutzername:</translation>
    </message>
    <message>
        <source>S&amp;erver:</source>
        <translation>S&amp;erver:</translation>
    </message>
    <message>
        <source>Securit&amp;y:</source>
        <translation>Si&amp;cherheit:</translation>
    </message>
    <message>
        <source>&amp;Port:</source>
        <translation>&amp;Port:</translation>
    </message>
    <message>
        <source>Certificate &amp;file:</source>
        <translation>Zertifikats&amp;datei:</translation>
    </message>
    <message>
        <source>Batc&amp;hes:</source>
        <translation>Pa&amp;kete:</translation>
    </message>
    <message>
        <source>Spee&amp;d, at most:</source>
        <translation>Te&amp;mpo, höchstens:</translation>
    </message>
    <message>
        <source>Certificate file</source>
        <translation>Zertifikatsdatei</translation>
    </message>
    <message>
        <source>Certificates (*.pem *.crt *.cer)</source>
        <translation>Zertifikate (*.pem *.crt *.cer)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
</context>
<context>
    <name>SettingsView</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Imports to come</source>
        <translation>Künftige Importe</translation>
    </message>
    <message>
        <source>&amp;Start small imports at once, without showing their plan (up to {0} and {1})</source>
        <translation>Kleine Importe &amp;sofort beginnen, ohne ihren Plan zu zeigen (bis {0} und {1})</translation>
    </message>
    <message>
        <source>&amp;What is in the mailbox already:</source>
        <translation>&amp;Was schon im Ordner ist:</translation>
    </message>
    <message>
        <source>is not sent again</source>
        <translation>wird nicht noch einmal gesendet</translation>
    </message>
    <message>
        <source>is imported all the same</source>
        <translation>wird trotzdem importiert</translation>
    </message>
    <message>
        <source>When a &amp;batch is refused:</source>
        <translation>Wenn ein &amp;Paket abgelehnt wird:</translation>
    </message>
    <message>
        <source>find the refused messages, send all others</source>
        <translation>die abgelehnten Nachrichten finden, alle anderen senden</translation>
    </message>
    <message>
        <source>leave it standing, go on with the next</source>
        <translation>es stehen lassen und mit dem nächsten weitermachen</translation>
    </message>
    <message>
        <source>send nothing after it</source>
        <translation>danach nichts mehr senden</translation>
    </message>
    <message>
        <source>&amp;Compare with the server afterwards:</source>
        <translation>Danach mit dem Server &amp;vergleichen:</translation>
    </message>
    <message>
        <source>not by itself</source>
        <translation>nicht von selbst</translation>
    </message>
    <message>
        <source>size, date and flags</source>
        <translation>Größe, Datum und Markierungen</translation>
    </message>
    <message>
        <source>every byte (fetches all of it again)</source>
        <translation>jedes Byte (holt alles noch einmal)</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Nachrichten</translation>
    </message>
    <message>
        <source>&amp;All arrive as read</source>
        <translation>&amp;Alle kommen als gelesen an</translation>
    </message>
    <message>
        <source>Leave out what is marked as &amp;deleted</source>
        <translation>Weglassen, was als &amp;gelöscht markiert ist</translation>
    </message>
    <message>
        <source>as their source dates them</source>
        <translation>wie in ihrer Quelle</translation>
    </message>
    <message>
        <source>by their Date field</source>
        <translation>nach ihrem eigenen Datum (Feld „Date“)</translation>
    </message>
    <message>
        <source>Mail programs sort by this date. Where there is none, a message is dated by when it was received, else by its Date field, else by its source, at last by the time of its file.</source>
        <translation>E-Mail-Programme sortieren nach diesem Datum. Wo es keines gibt, gilt, wann die Nachricht empfangen wurde, sonst ihr Feld „Date“, sonst ihre Quelle, zuletzt die Zeit ihrer Datei.</translation>
    </message>
    <message>
        <source>Messages are da&amp;ted:</source>
        <translation>Nachrichten werden da&amp;tiert:</translation>
    </message>
    <message>
        <source>&amp;Labels of Google Takeout:</source>
        <translation>&amp;Labels von Google Takeout:</translation>
    </message>
    <message>
        <source>Batches and speed</source>
        <translation>Pakete und Tempo</translation>
    </message>
    <message>
        <source>&amp;Messages in a batch, at most:</source>
        <translation>&amp;Nachrichten in einem Paket, höchstens:</translation>
    </message>
    <message>
        <source>Si&amp;ze of a batch, at most:</source>
        <translation>G&amp;röße eines Pakets, höchstens:</translation>
    </message>
    <message>
        <source> MiB</source>
        <translation> MiB</translation>
    </message>
    <message>
        <source> kB/s</source>
        <translation> kB/s</translation>
    </message>
    <message>
        <source>as fast as it goes</source>
        <translation>so schnell es geht</translation>
    </message>
    <message>
        <source>For each account. One with a lower limit of its own keeps that.</source>
        <translation>Für jedes Konto. Eines mit einer eigenen, niedrigeren Grenze behält sie.</translation>
    </message>
    <message>
        <source>Send to an account, at m&amp;ost:</source>
        <translation>An ein Konto senden, h&amp;öchstens:</translation>
    </message>
    <message>
        <source>The program</source>
        <translation>Das Programm</translation>
    </message>
    <message>
        <source>Tell the desktop when an import has &amp;ended, or an account needs you, in the background</source>
        <translation>&amp;Mitteilung zeigen, wenn im Hintergrund ein Import fertig ist oder ein Konto Sie braucht</translation>
    </message>
    <message>
        <source>Lan&amp;guage:</source>
        <translation>Spra&amp;che:</translation>
    </message>
    <message>
        <source>as the system</source>
        <translation>wie das System</translation>
    </message>
    <message>
        <source>The window speaks it from the next start on.</source>
        <translation>Die neue Sprache gilt ab dem nächsten Start.</translation>
    </message>
</context>
<context>
    <name>SourcesModel</name>
    <message>
        <source>Messages</source>
        <translation>Anzahl</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>{0}, {1}</source>
        <translation>{0}, {1}</translation>
    </message>
</context>
<context>
    <name>SourcesPane</name>
    <message>
        <source>Opened mail: sources and folders</source>
        <translation>Geöffnete E-Mails: Quellen und Ordner</translation>
    </message>
    <message>
        <source>Drop mail files or folders here to look into them, or choose Add mail.

Mailboxes (mbox), single mails (.eml), Maildir, the folders of mail programs, zip and tar archives, such as those of Google Takeout.</source>
        <translation>Legen Sie hier E-Mail-Dateien oder Ordner ab, um hineinzusehen, oder wählen Sie „E-Mails hinzufügen“.

Postfachdateien (mbox), einzelne E-Mails (.eml), Maildir, die Ordner von E-Mail-Programmen, zip- und tar-Archive, etwa von Google Takeout.</translation>
    </message>
    <message>
        <source>Add mail files</source>
        <translation>E-Mail-Dateien hinzufügen</translation>
    </message>
    <message>
        <source>Add a folder of mail</source>
        <translation>Ordner mit E-Mails hinzufügen</translation>
    </message>
    <message>
        <source>No mail of Thunderbird was found</source>
        <translation>Es wurden keine E-Mails von Thunderbird gefunden</translation>
    </message>
    <message>
        <source>Its profile is not where it usually is. Choose Add mail, then a folder, and open the profile.</source>
        <translation>Das Profil ist nicht dort, wo es üblicherweise ist. Wählen Sie „E-Mails hinzufügen“, dann einen Ordner, und öffnen Sie das Profil.</translation>
    </message>
    <message>
        <source>Not read, too: {0} more</source>
        <translation>Auch nicht gelesen: {0} weitere</translation>
    </message>
    <message>
        <source>They are marked in the list below. Choose one to see why.</source>
        <translation>Sie sind in der Liste unten gekennzeichnet. Wählen Sie eine Quelle, um zu sehen, warum.</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>Einfügen</translation>
    </message>
    <message>
        <source>Close this source (its files stay)</source>
        <translation>Diese Quelle schließen (ihre Dateien bleiben)</translation>
    </message>
</context>
<context>
    <name>SourcesTree</name>
    <message>
        <source>Look into it: nothing is imported yet</source>
        <translation>Hineinsehen: Noch wird nichts importiert</translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message>
        <source>First steps</source>
        <translation>Erste Schritte</translation>
    </message>
    <message>
        <source>Mail goes from files, by way of Mailferry, into your mailbox</source>
        <translation>E-Mails gehen aus Dateien über Mailferry in Ihr Postfach</translation>
    </message>
    <message>
        <source>1. Where the mail goes</source>
        <translation>1. Wohin die E-Mails sollen</translation>
    </message>
    <message>
        <source>Your account, by its address and password. Or try it first where nothing can go wrong.</source>
        <translation>Ihr Konto, mit Adresse und Passwort. Oder probieren Sie es zuerst, wo nichts schiefgehen kann.</translation>
    </message>
    <message>
        <source>2. The mail</source>
        <translation>2. Die E-Mails</translation>
    </message>
    <message>
        <source>Mail found on this computer is listed on the left. Or open a file, a folder, or an archive, such as one of Google Takeout.</source>
        <translation>Auf diesem Computer gefundene E-Mails stehen links. Oder öffnen Sie eine Datei, einen Ordner oder ein Archiv, etwa von Google Takeout.</translation>
    </message>
    <message>
        <source>3. Drag it over</source>
        <translation>3. Hinüberziehen</translation>
    </message>
    <message>
        <source>Drag a folder, or messages, onto a mailbox on the right. First you see what will happen; nothing is sent before you press Import.</source>
        <translation>Ziehen Sie einen Ordner oder Nachrichten auf einen Ordner rechts. Zuerst sehen Sie, was geschehen wird; nichts wird gesendet, bevor Sie auf „Importieren“ klicken.</translation>
    </message>
    <message>
        <source>Add account ...</source>
        <translation>Konto hinzufügen ...</translation>
    </message>
    <message>
        <source>Practice mailbox</source>
        <translation>Übungspostfach</translation>
    </message>
    <message>
        <source>A mailbox inside this program: nothing leaves this computer, and at the end what it holds is gone</source>
        <translation>Ein Postfach in diesem Programm: Nichts verlässt diesen Computer, und am Ende ist der Inhalt weg</translation>
    </message>
    <message>
        <source>Files ...</source>
        <translation>Dateien ...</translation>
    </message>
    <message>
        <source>Folder ...</source>
        <translation>Ordner ...</translation>
    </message>
    <message>
        <source>Sample</source>
        <translation>Beispiel</translation>
    </message>
    <message>
        <source>Mail to practise with</source>
        <translation>E-Mails zum Üben</translation>
    </message>
    <message>
        <source>Close the first steps</source>
        <translation>Die ersten Schritte schließen</translation>
    </message>
    <message>
        <source>Close; Help, First steps shows them again</source>
        <translation>Schließen; Hilfe, Erste Schritte zeigt sie wieder</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>1 message</source>
        <translation>1 Nachricht</translation>
    </message>
    <message>
        <source>{0} messages</source>
        <translation>{0} Nachrichten</translation>
    </message>
    <message>
        <source>become keywords</source>
        <translation>werden zu Schlagwörtern</translation>
    </message>
    <message>
        <source>the account</source>
        <translation>das Konto</translation>
    </message>
    <message>
        <source>Inbox</source>
        <translation>Posteingang</translation>
    </message>
    <message>
        <source>Practice mailbox</source>
        <translation>Übungspostfach</translation>
    </message>
    <message>
        <source>whole batches, by way of a staging mailbox</source>
        <translation>ganze Pakete, über einen Zwischenordner</translation>
    </message>
    <message>
        <source>whole batches, taken back if one message fails</source>
        <translation>ganze Pakete, zurückgenommen, wenn eine Nachricht scheitert</translation>
    </message>
    <message>
        <source>message by message: this server cannot do batches</source>
        <translation>Nachricht für Nachricht: Dieser Server kann keine Pakete</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Sending, {0} of {1}</source>
        <translation>Wird gesendet, {0} von {1}</translation>
    </message>
    <message>
        <source>Waiting for the server&apos;s answer</source>
        <translation>Wartet auf die Antwort des Servers</translation>
    </message>
    <message>
        <source>Arrived</source>
        <translation>Angekommen</translation>
    </message>
    <message>
        <source>Refused, nothing was stored</source>
        <translation>Abgelehnt, nichts gespeichert</translation>
    </message>
    <message>
        <source>The connection broke at the last moment. Checking what arrived ...</source>
        <translation>Verbindung im letzten Moment abgebrochen. Es wird geprüft, was ankam ...</translation>
    </message>
    <message>
        <source>Needs you</source>
        <translation>Sie sind gefragt</translation>
    </message>
    <message>
        <source>Cancelled, nothing was stored</source>
        <translation>Abgebrochen, nichts wurde gespeichert</translation>
    </message>
    <message>
        <source>Taken back</source>
        <translation>Zurückgenommen</translation>
    </message>
    <message>
        <source>It can be repaired: {0}</source>
        <translation>Eine Reparatur ist möglich: {0}</translation>
    </message>
    <message>
        <source>{0}: {1}</source>
        <translation>{0}: {1}</translation>
    </message>
    <message>
        <source>stay inside the messages only</source>
        <translation>bleiben nur in den Nachrichten selbst</translation>
    </message>
    <message>
        <source>make mailboxes, by the first label</source>
        <translation>werden Ordner, nach dem ersten Label</translation>
    </message>
    <message>
        <source>make mailboxes, with a copy in each</source>
        <translation>werden Ordner, mit einer Kopie in jedem</translation>
    </message>
    <message>
        <source>{0} on {1}</source>
        <translation>{0} auf {1}</translation>
    </message>
    <message>
        <source>whole batches, kept by the server</source>
        <translation>ganze Pakete, vom Server zusammengehalten</translation>
    </message>
    <message>
        <source>{0} (MULTIAPPEND)</source>
        <translation>{0} (MULTIAPPEND)</translation>
    </message>
    <message>
        <source>{0} of {1} not sent, the others went on</source>
        <translation>{0} von {1} nicht gesendet, die übrigen gingen weiter</translation>
    </message>
    <message>
        <source>Went on in other batches, or was left out</source>
        <translation>Ging in anderen Paketen weiter oder wurde weggelassen</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>{0} of {1} refused, the others went on</source>
        <translation>{0} von {1} abgelehnt, die übrigen gingen weiter</translation>
    </message>
    <message>
        <source>“{0}”</source>
        <translation>„{0}“</translation>
    </message>
    <message>
        <source>Went on in other batches, or was left out. Before: {0}</source>
        <translation>Ging in anderen Paketen weiter oder wurde weggelassen. Zuvor: {0}</translation>
    </message>
    <message>
        <source>The message is in the mailbox already: nothing was sent</source>
        <translation>Die Nachricht ist schon im Ordner: Nichts wurde gesendet</translation>
    </message>
    <message>
        <source>All {0} are in the mailbox already: nothing was sent</source>
        <translation>Alle {0} sind schon im Ordner: Nichts wurde gesendet</translation>
    </message>
    <message>
        <source>{0} of {1} arrived</source>
        <translation>{0} von {1} angekommen</translation>
    </message>
    <message>
        <source>All arrived</source>
        <translation>Alle angekommen</translation>
    </message>
    <message>
        <source>All of it is in the mailbox already</source>
        <translation>Alles ist schon im Ordner</translation>
    </message>
    <message>
        <source>All of it was taken back</source>
        <translation>Alles wurde zurückgenommen</translation>
    </message>
    <message>
        <source>{0} to go</source>
        <translation>noch {0}</translation>
    </message>
    <message>
        <source>{0} refused</source>
        <translation>{0} abgelehnt</translation>
    </message>
    <message>
        <source>{0} there already</source>
        <translation>{0} schon da</translation>
    </message>
    <message>
        <source>{0} taken back</source>
        <translation>{0} zurückgenommen</translation>
    </message>
    <message>
        <source>{0} left out</source>
        <translation>{0} weggelassen</translation>
    </message>
    <message>
        <source>{0} unclear</source>
        <translation>{0} ungeklärt</translation>
    </message>
    <message>
        <source>{0} not sent</source>
        <translation>{0} nicht gesendet</translation>
    </message>
    <message>
        <source>not as sent: {0}</source>
        <translation>anders als gesendet: {0}</translation>
    </message>
    <message>
        <source>still reading</source>
        <translation>wird noch gelesen</translation>
    </message>
    <message>
        <source>the rest was not read</source>
        <translation>der Rest wurde nicht gelesen</translation>
    </message>
    <message>
        <source>{0} → {1}</source>
        <translation>{0} → {1}</translation>
    </message>
    <message>
        <source>Batch {0} → {1}</source>
        <translation>Paket {0} → {1}</translation>
    </message>
    <message>
        <source>Batch {0}, out of batch {1} → {2}</source>
        <translation>Paket {0}, aus Paket {1} → {2}</translation>
    </message>
    <message>
        <source>Sample mail</source>
        <translation>Beispiel-E-Mails</translation>
    </message>
    <message>
        <source>More mail to drag</source>
        <translation>Mehr E-Mails zum Ziehen</translation>
    </message>
    <message>
        <source>{0} and {1} more</source>
        <translation>{0} und {1} weitere</translation>
    </message>
    <message>
        <source>today</source>
        <translation>heute</translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation>gestern</translation>
    </message>
    <message>
        <source>Not connected</source>
        <translation>Nicht verbunden</translation>
    </message>
    <message>
        <source>Connecting ...</source>
        <translation>Verbindet ...</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Bereit</translation>
    </message>
    <message>
        <source>Sending</source>
        <translation>Sendet</translation>
    </message>
    <message>
        <source>Tries again at {0}</source>
        <translation>Neuer Versuch um {0}</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>The server asks us to wait until {0}</source>
        <translation>Der Server bittet, bis {0} zu warten</translation>
    </message>
    <message>
        <source>{0}: next try at {1}</source>
        <translation>{0}: erneut um {1}</translation>
    </message>
    <message>
        <source>The message was found as it was sent, byte for byte</source>
        <translation>Die Nachricht wurde so gefunden, wie sie gesendet wurde, Byte für Byte</translation>
    </message>
    <message>
        <source>&amp;Leave it out</source>
        <translation>&amp;Weglassen</translation>
    </message>
    <message>
        <source>Split and &amp;find the cause</source>
        <translation>Teilen und Ursache fin&amp;den</translation>
    </message>
    <message>
        <source>One b&amp;y one</source>
        <translation>Einzel&amp;n</translation>
    </message>
    <message>
        <source>&amp;Try again</source>
        <translation>&amp;Erneut versuchen</translation>
    </message>
    <message>
        <source>&amp;Skip</source>
        <translation>Über&amp;springen</translation>
    </message>
    <message>
        <source>It is a&amp;ll there</source>
        <translation>Alles ist &amp;da</translation>
    </message>
    <message>
        <source>Send &amp;what is missing</source>
        <translation>Fehle&amp;ndes senden</translation>
    </message>
    <message>
        <source>&amp;Repair and send</source>
        <translation>&amp;Reparieren und senden</translation>
    </message>
    <message>
        <source>Save and s&amp;kip</source>
        <translation>Sichern &amp;und überspringen</translation>
    </message>
    <message>
        <source>Send the batch again without the refused message.</source>
        <translation>Das Paket ohne die abgelehnte Nachricht noch einmal senden.</translation>
    </message>
    <message>
        <source>Send the batch in two halves, and split again what is refused, until the refused messages stand alone.</source>
        <translation>Das Paket in zwei Hälften senden und, was abgelehnt wird, weiter teilen, bis die abgelehnten Nachrichten allein stehen.</translation>
    </message>
    <message>
        <source>Send each message in a batch of its own.</source>
        <translation>Jede Nachricht in einem eigenen Paket senden.</translation>
    </message>
    <message>
        <source>Send the whole batch once more, as it is.</source>
        <translation>Das ganze Paket noch einmal senden, wie es ist.</translation>
    </message>
    <message>
        <source>Leave all messages of this batch out.</source>
        <translation>Alle Nachrichten dieses Pakets weglassen.</translation>
    </message>
    <message>
        <source>Send it again, changed so that the server may take it.</source>
        <translation>Noch einmal senden, so geändert, dass der Server es annehmen kann.</translation>
    </message>
    <message>
        <source>Keep a copy in Mailferry&apos;s folder of messages set aside, and leave it out.</source>
        <translation>Eine Kopie in Mailferrys Ordner für beiseitegelegte Nachrichten sichern und die Nachricht weglassen.</translation>
    </message>
    <message>
        <source>Count the batch as arrived: you have seen all of it in the mailbox.</source>
        <translation>Das Paket als angekommen zählen: Sie haben alles davon im Ordner gesehen.</translation>
    </message>
    <message>
        <source>Send only what was not found there: {0}. The others count as arrived.</source>
        <translation>Nur das senden, was dort nicht gefunden wurde: {0}. Die anderen zählen als angekommen.</translation>
    </message>
    <message>
        <source>Compared with the server so far: {0} of {1}</source>
        <translation>Bisher mit dem Server verglichen: {0} von {1}</translation>
    </message>
    <message>
        <source>This import stored no message, so there was nothing to compare with the server</source>
        <translation>Dieser Import hat keine Nachricht gespeichert, also war nichts mit dem Server zu vergleichen</translation>
    </message>
    <message>
        <source>{0} were compared with the server; {1} of them are not as they were sent</source>
        <translation>{0} wurden mit dem Server verglichen; {1} davon sind nicht so, wie sie gesendet wurden</translation>
    </message>
    <message>
        <source>None of the {0} that arrived could be compared with the server</source>
        <translation>Keine der {0} angekommenen konnte mit dem Server verglichen werden</translation>
    </message>
    <message>
        <source>{0} of {1} were compared with the server, and are as they were sent</source>
        <translation>{0} von {1} wurden mit dem Server verglichen und sind so, wie sie gesendet wurden</translation>
    </message>
    <message>
        <source>All {0} were found as they were sent, byte for byte</source>
        <translation>Alle {0} wurden so gefunden, wie sie gesendet wurden, Byte für Byte</translation>
    </message>
    <message>
        <source>All {0} were found as they were sent: size, date and flags</source>
        <translation>Alle {0} wurden so gefunden, wie sie gesendet wurden: Größe, Datum und Markierungen</translation>
    </message>
    <message>
        <source>The message was compared with the server, and is not as it was sent</source>
        <translation>Die Nachricht wurde mit dem Server verglichen und ist nicht so, wie sie gesendet wurde</translation>
    </message>
    <message>
        <source>The message that arrived could not be compared with the server</source>
        <translation>Die angekommene Nachricht konnte nicht mit dem Server verglichen werden</translation>
    </message>
    <message>
        <source>The message was found as it was sent: size, date and flags</source>
        <translation>Die Nachricht wurde so gefunden, wie sie gesendet wurde: Größe, Datum und Markierungen</translation>
    </message>
    <message>
        <source>less than a minute</source>
        <translation>weniger als eine Minute</translation>
    </message>
    <message>
        <source>about {0} min</source>
        <translation>etwa {0} min</translation>
    </message>
    <message>
        <source>about {0} h</source>
        <translation>etwa {0} h</translation>
    </message>
    <message>
        <source>less than a minute left</source>
        <translation>noch weniger als eine Minute</translation>
    </message>
    <message>
        <source>{0} min left</source>
        <translation>noch {0} min</translation>
    </message>
    <message>
        <source>{0} h left</source>
        <translation>noch {0} h</translation>
    </message>
    <message>
        <source>{0} to send</source>
        <translation>noch {0} zu senden</translation>
    </message>
    <message>
        <source>{0} messages/s</source>
        <translation>{0} Nachrichten/s</translation>
    </message>
    <message>
        <source>Import and batches</source>
        <translation>Import und Pakete</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Nachrichten</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>What to do with {0}</source>
        <translation>Was mit {0} geschehen soll</translation>
    </message>
    <message>
        <source>This message was refused</source>
        <translation>Diese Nachricht wurde abgelehnt</translation>
    </message>
    <message>
        <source>Import into {0}</source>
        <translation>In „{0}“ importieren</translation>
    </message>
    <message>
        <source>Import {0} into {1}</source>
        <translation>{0} in „{1}“ importieren</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>Weggelassen</translation>
    </message>
    <message>
        <source>Not sent</source>
        <translation>Nicht gesendet</translation>
    </message>
    <message>
        <source>Went on in another batch</source>
        <translation>Ging in einem anderen Paket weiter</translation>
    </message>
    <message>
        <source>Sending with its batch</source>
        <translation>Wird mit dem Paket gesendet</translation>
    </message>
    <message>
        <source>Refused with its batch, not stored</source>
        <translation>Mit dem Paket abgelehnt, nicht gespeichert</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>leer</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} ({1})</translation>
    </message>
</context>
<context>
    <name>_Step</name>
    <message>
        <source>Done</source>
        <translation>Erledigt</translation>
    </message>
</context>
</TS>
