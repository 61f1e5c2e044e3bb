<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr_FR">
<context>
    <name>AccountDialog</name>
    <message>
        <source>Account</source>
        <translation>Compte</translation>
    </message>
    <message>
        <source>Account {0}</source>
        <translation>Compte {0}</translation>
    </message>
    <message>
        <source>leave empty to keep the one that is known</source>
        <translation>laissez vide pour garder celui qui est connu</translation>
    </message>
    <message>
        <source>Server settin&amp;gs</source>
        <translation>Ré&amp;glages du serveur</translation>
    </message>
    <message>
        <source>&amp;Test connection</source>
        <translation>&amp;Tester la connexion</translation>
    </message>
    <message>
        <source>&amp;Save and connect</source>
        <translation>&amp;Enregistrer et se connecter</translation>
    </message>
    <message>
        <source>Connecting to {0} ...</source>
        <translation>Connexion à {0} ...</translation>
    </message>
    <message>
        <source>It works. How mail is kept whole on this server: {0}.</source>
        <translation>Cela fonctionne. Mode d’envoi sur ce serveur&#xa0;: {0}.</translation>
    </message>
    <message>
        <source>Saving the password ...</source>
        <translation>Enregistrement du mot de passe ...</translation>
    </message>
    <message>
        <source>&amp;Mail address:</source>
        <translation>Ad&amp;resse e-mail&#xa0;:</translation>
    </message>
    <message>
        <source>Pass&amp;word:</source>
        <translation>&amp;Mot de passe&#xa0;:</translation>
    </message>
    <message>
        <source>The server is not known: fill in its name.</source>
        <translation>Le serveur n’est pas connu : indiquez son nom.</translation>
    </message>
</context>
<context>
    <name>After</name>
    <message>
        <source>not in its mailbox any more</source>
        <translation>n’est plus dans son dossier</translation>
    </message>
    <message>
        <source>somebody has dealt with it since</source>
        <translation>quelqu’un l’a modifié depuis</translation>
    </message>
    <message>
        <source>the mailbox is another one now</source>
        <translation>le dossier en est un autre maintenant</translation>
    </message>
    <message>
        <source>the server did not tell its number</source>
        <translation>le serveur n’a pas donné son numéro</translation>
    </message>
    <message>
        <source>the server would not remove it</source>
        <translation>le serveur n’a pas voulu le supprimer</translation>
    </message>
</context>
<context>
    <name>AfterImport</name>
    <message>
        <source>Asking the server what is there ...</source>
        <translation>On demande au serveur ce qui est là ...</translation>
    </message>
    <message>
        <source>Removed so far: {0}</source>
        <translation>Supprimés jusqu’ici&#xa0;: {0}</translation>
    </message>
    <message>
        <source>Take back: {0}</source>
        <translation>Défaire&#xa0;: {0}</translation>
    </message>
    <message>
        <source>Taking back ...</source>
        <translation>On défait ...</translation>
    </message>
    <message>
        <source>{0} from {1}</source>
        <translation>{0} de {1}</translation>
    </message>
    <message>
        <source>from {0} mailboxes</source>
        <translation>de {0} dossiers</translation>
    </message>
    <message>
        <source>{0} would be removed on the server: {1}.</source>
        <translation>À supprimer sur le serveur&#xa0;: {0} ({1}).</translation>
    </message>
    <message>
        <source>There is nothing to remove.</source>
        <translation>Il n’y a rien à supprimer.</translation>
    </message>
    <message>
        <source>This server may only move them to its archive.</source>
        <translation>Il se peut que ce serveur ne fasse que les déplacer dans son archive.</translation>
    </message>
    <message>
        <source>1 mailbox that the import made, and that is empty then, goes too.</source>
        <translation>1 dossier que l’importation a créé, et qui est alors vide, part aussi.</translation>
    </message>
    <message>
        <source>{0} mailboxes that the import made, and that are empty then, go too.</source>
        <translation>{0} dossiers que l’importation a créés, et qui sont alors vides, partent aussi.</translation>
    </message>
    <message>
        <source>Your files on this computer stay as they are.</source>
        <translation>Vos fichiers sur cet ordinateur restent tels quels.</translation>
    </message>
    <message>
        <source>Take them back</source>
        <translation>Les retirer</translation>
    </message>
    <message>
        <source>{0} were taken back.</source>
        <translation>{0} ont été retirés.</translation>
    </message>
    <message>
        <source>1 message was taken back.</source>
        <translation>1 message a été retiré.</translation>
    </message>
    <message>
        <source>Left in place: {0}.</source>
        <translation>Laissés en place&#xa0;: {0}.</translation>
    </message>
    <message>
        <source>Show the report</source>
        <translation>Montrer le rapport</translation>
    </message>
    <message>
        <source>Not all is as it was sent</source>
        <translation>Tout n’est pas tel qu’envoyé</translation>
    </message>
    <message>
        <source>Not all could be compared</source>
        <translation>Tout n’a pas pu être comparé</translation>
    </message>
    <message>
        <source>Show what was refused</source>
        <translation>Montrer ce qui a été refusé</translation>
    </message>
    <message>
        <source>Leave out what was not sent</source>
        <translation>Écarter ce qui n’a pas été envoyé</translation>
    </message>
    <message>
        <source>{0}: {1}</source>
        <translation>{0}&#xa0;: {1}</translation>
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
        <translation>Ouvrir</translation>
    </message>
</context>
<context>
    <name>Details</name>
    <message>
        <source>Account: {0}</source>
        <translation>Compte&#xa0;: {0}</translation>
    </message>
    <message>
        <source>Delivery: {0}</source>
        <translation>Mode d’envoi&#xa0;: {0}</translation>
    </message>
    <message>
        <source>Begun: {0}</source>
        <translation>Début&#xa0;: {0}</translation>
    </message>
    <message>
        <source>Source: {0}</source>
        <translation>Source&#xa0;: {0}</translation>
    </message>
    <message>
        <source>{0} in 1 batch, {1}:</source>
        <translation>{0} en 1 lot, {1}&#xa0;:</translation>
    </message>
    <message>
        <source>{0} in {1} batches, {2}:</source>
        <translation>{0} en {1} lots, {2}&#xa0;:</translation>
    </message>
    <message>
        <source>   {0} arrived</source>
        <translation>   {0} arrivés</translation>
    </message>
    <message>
        <source> + {0} refused by the server</source>
        <translation> + {0} refusés par le serveur</translation>
    </message>
    <message>
        <source> + {0} left out on purpose</source>
        <translation> + {0} écartés exprès</translation>
    </message>
    <message>
        <source> + {0} not sent, of which {1} still wait</source>
        <translation> + {0} non envoyés, dont {1} attendent encore</translation>
    </message>
    <message>
        <source>   ({0} of these are unclear: nobody can tell whether they arrived)</source>
        <translation>   ({0} d’entre eux sont à éclaircir : personne ne peut dire s’ils sont arrivés)</translation>
    </message>
    <message>
        <source> = {0}</source>
        <translation> = {0}</translation>
    </message>
    <message>
        <source>Besides, {0} files were no mail.</source>
        <translation>De plus, {0} fichiers n’étaient pas du courrier.</translation>
    </message>
    <message>
        <source>Besides, 1 file was no mail.</source>
        <translation>De plus, 1 fichier n’était pas du courrier.</translation>
    </message>
    <message>
        <source>Found in the sources:</source>
        <translation>Trouvé dans les sources&#xa0;:</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} de {1}</translation>
    </message>
    <message>
        <source>{0}, {1}</source>
        <translation>{0}, {1}</translation>
    </message>
    <message>
        <source>Mailbox: {0}</source>
        <translation>Dossier&#xa0;: {0}</translation>
    </message>
    <message>
        <source>Attempts: {0}</source>
        <translation>Essais&#xa0;: {0}</translation>
    </message>
    <message>
        <source>Made of batch {0}</source>
        <translation>Tiré du lot {0}</translation>
    </message>
    <message>
        <source>Settled: {0}</source>
        <translation>Terminé&#xa0;: {0}</translation>
    </message>
    <message>
        <source>The refused message: {0}</source>
        <translation>Le message refusé&#xa0;: {0}</translation>
    </message>
    <message>
        <source>{0} of its messages went on in other batches, or were left out.</source>
        <translation>{0} de ses messages sont partis dans d’autres lots, ou ont été écartés.</translation>
    </message>
    <message>
        <source>What you can choose:</source>
        <translation>Ce que vous pouvez choisir&#xa0;:</translation>
    </message>
    <message>
        <source>The server&apos;s own words:</source>
        <translation>Les mots du serveur&#xa0;:</translation>
    </message>
    <message>
        <source>What was said at last:</source>
        <translation>Ce qui a été dit en dernier&#xa0;:</translation>
    </message>
    <message>
        <source>The server takes the whole batch in one command, or nothing of it.</source>
        <translation>Le serveur prend le lot entier en une commande, ou rien.</translation>
    </message>
    <message>
        <source>The batch goes into a mailbox of its own first, and is copied from there in one step: all of it, or nothing.</source>
        <translation>Le lot va d’abord dans un dossier à part, d’où il est copié en une fois&#xa0;: tout, ou rien.</translation>
    </message>
    <message>
        <source>The messages are stored one after the other; if one fails, those before it are removed again.</source>
        <translation>Les messages sont déposés l’un après l’autre&#xa0;; si l’un échoue, ceux d’avant sont retirés.</translation>
    </message>
    <message>
        <source>Each message is a batch of its own: this server can do no more.</source>
        <translation>Chaque message est un lot à lui seul&#xa0;: ce serveur ne peut pas plus.</translation>
    </message>
    <message>
        <source>arrived</source>
        <translation>arrivés</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>refusé</translation>
    </message>
    <message>
        <source>the connection was lost</source>
        <translation>la connexion a été perdue</translation>
    </message>
    <message>
        <source>the server ended the connection</source>
        <translation>le serveur a mis fin à la connexion</translation>
    </message>
    <message>
        <source>stopped, since Mailferry was closed</source>
        <translation>arrêté, Mailferry ayant été fermé</translation>
    </message>
    <message>
        <source>broken off, since Mailferry or the computer stopped</source>
        <translation>interrompu, Mailferry ou l’ordinateur s’étant arrêté</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>annulé</translation>
    </message>
    <message>
        <source>nothing had arrived</source>
        <translation>rien n’était arrivé</translation>
    </message>
    <message>
        <source>a part had arrived</source>
        <translation>une partie était arrivée</translation>
    </message>
    <message>
        <source>refused for now</source>
        <translation>refusé pour l’instant</translation>
    </message>
    <message>
        <source>a file had another name</source>
        <translation>un fichier avait un autre nom</translation>
    </message>
    <message>
        <source>no staging mailbox</source>
        <translation>pas de dossier intermédiaire</translation>
    </message>
    <message>
        <source>nobody could tell</source>
        <translation>personne ne pouvait le dire</translation>
    </message>
    <message>
        <source>under way</source>
        <translation>en cours</translation>
    </message>
    <message>
        <source>Attempt {0}: {1}</source>
        <translation>Essai {0}&#xa0;: {1}</translation>
    </message>
    <message>
        <source>Ended: {0}, after {1} s</source>
        <translation>Fin&#xa0;: {0}, après {1} s</translation>
    </message>
    <message>
        <source>C is what Mailferry said, S what the server said; messages are left out:</source>
        <translation>C est ce que Mailferry a dit, S ce que le serveur a dit&#xa0;; les messages sont omis&#xa0;:</translation>
    </message>
    <message>
        <source>When it was looked for what had arrived:</source>
        <translation>Quand on a regardé ce qui était arrivé&#xa0;:</translation>
    </message>
    <message>
        <source>There was no attempt yet.</source>
        <translation>Il n’y a pas encore eu d’essai.</translation>
    </message>
    <message>
        <source>(no subject)</source>
        <translation>(sans objet)</translation>
    </message>
    <message>
        <source>File: {0}, from byte {1}</source>
        <translation>Fichier&#xa0;: {0}, à partir de l’octet {1}</translation>
    </message>
    <message>
        <source>Size: {0} bytes as sent</source>
        <translation>Taille&#xa0;: {0} octets transmis</translation>
    </message>
    <message>
        <source>Date: {0}</source>
        <translation>Date&#xa0;: {0}</translation>
    </message>
    <message>
        <source>none, the server sets it</source>
        <translation>aucune, le serveur la fixe</translation>
    </message>
    <message>
        <source>Flags: {0}</source>
        <translation>Marques&#xa0;: {0}</translation>
    </message>
    <message>
        <source>none</source>
        <translation>aucune</translation>
    </message>
    <message>
        <source>Found in {0} when it was looked for: {1}</source>
        <translation>Trouvé dans {0} quand on a cherché&#xa0;: {1}</translation>
    </message>
    <message>
        <source>UID in {0}: {1}</source>
        <translation>UID dans {0}&#xa0;: {1}</translation>
    </message>
</context>
<context>
    <name>Drop</name>
    <message>
        <source>Select the messages in it (Ctrl+A) and drag them, or open Thunderbird&apos;s mail here.</source>
        <translation>Sélectionnez-y les messages (Ctrl+A) et glissez-les, ou ouvrez ici le courrier de Thunderbird.</translation>
    </message>
    <message>
        <source>Thunderbird does not hand folders to other programs.</source>
        <translation>Thunderbird ne remet pas de dossiers à d’autres programmes.</translation>
    </message>
    <message>
        <source>Nothing came with the folder</source>
        <translation>Rien n’est venu avec le dossier</translation>
    </message>
    <message>
        <source>Thunderbird left out 1 of {0} messages: number {1} of those selected, after “{2}”. Drag it alone.</source>
        <translation>Thunderbird a omis 1 message sur {0}&#xa0;: le numéro {1} de la sélection, après «&#xa0;{2}&#xa0;». Glissez-le seul.</translation>
    </message>
    <message>
        <source>Thunderbird left out {0} of {1} messages: of those selected numbers {2}. Drag each of them alone.</source>
        <translation>Thunderbird a omis {0} messages sur {1}&#xa0;: les numéros {2} de la sélection. Glissez chacun d’eux seul.</translation>
    </message>
    <message>
        <source>Not all of it came</source>
        <translation>Tout n’est pas venu</translation>
    </message>
    <message>
        <source>{0} messages</source>
        <translation>{0} messages</translation>
    </message>
    <message>
        <source>{0} messages from Thunderbird</source>
        <translation>{0} messages de Thunderbird</translation>
    </message>
    <message>
        <source>Thunderbird does not tell which messages of IMAP folders were read: those arrive as unread.</source>
        <translation>Thunderbird ne dit pas quels messages de dossiers IMAP ont été lus&#xa0;: ils arrivent comme non lus.</translation>
    </message>
    <message>
        <source>Nothing to import</source>
        <translation>Rien à importer</translation>
    </message>
    <message>
        <source>{0} of {1} files that Thunderbird names are not there. If it runs in a sandbox (Flatpak, Snap), its temporary folder cannot be seen from here: save the messages as files and drop those, or open Thunderbird&apos;s mail here.</source>
        <translation>{0} des {1} fichiers que nomme Thunderbird ne sont pas là. S’il tourne dans un bac à sable (Flatpak, Snap), son dossier temporaire ne se voit pas d’ici&#xa0;: enregistrez les messages comme fichiers et déposez ceux-ci, ou ouvrez ici le courrier de Thunderbird.</translation>
    </message>
    <message>
        <source>{0} of {1} files that were dropped are not there any more.</source>
        <translation>{0} des {1} fichiers déposés ne sont plus là.</translation>
    </message>
    <message>
        <source>{0} of {1} files that were dropped could not be kept: they may not be read, or there is no room for them.</source>
        <translation>{0} des {1} fichiers déposés n’ont pas pu être gardés&#xa0;: ils ne peuvent pas être lus, ou la place manque.</translation>
    </message>
    <message>
        <source>A message from another program</source>
        <translation>Un message d’un autre programme</translation>
    </message>
    <message>
        <source>Thunderbird took too long to hand its messages over. Drag fewer at once, or open Thunderbird&apos;s mail here and import the folder itself.</source>
        <translation>Thunderbird a mis trop de temps à remettre ses messages. Glissez-en moins à la fois, ou ouvrez ici le courrier de Thunderbird et importez le dossier lui-même.</translation>
    </message>
    <message>
        <source>There is no file on this computer in what was dropped. Save it as a file first, then drop the file.</source>
        <translation>Rien de ce qui a été déposé n’est un fichier de cet ordinateur. Enregistrez-le d’abord comme fichier, puis déposez le fichier.</translation>
    </message>
    <message>
        <source>Open Thunderbird&apos;s mail</source>
        <translation>Ouvrir le courrier de Thunderbird</translation>
    </message>
</context>
<context>
    <name>DropWindow</name>
    <message>
        <source>Drop it onto a mailbox, on the right.</source>
        <translation>Déposez-le sur un dossier, à droite.</translation>
    </message>
    <message>
        <source>There are no files in what you drag, and no messages.</source>
        <translation>Il n’y a ni fichiers ni messages dans ce que vous glissez.</translation>
    </message>
    <message>
        <source>Drop it to look into it. To import it, choose a mailbox on the right first.</source>
        <translation>Déposez pour y regarder. Pour importer, choisissez d’abord un dossier à droite.</translation>
    </message>
</context>
<context>
    <name>ElsewhereBar</name>
    <message>
        <source>Mailbox to send it to</source>
        <translation>Dossier où l’envoyer</translation>
    </message>
    <message>
        <source>A name that is not in the list becomes a new mailbox; / leads one level down.</source>
        <translation>Un nom qui n’est pas dans la liste devient un nouveau dossier&#xa0;; / mène un niveau plus bas.</translation>
    </message>
    <message>
        <source>Send it there</source>
        <translation>Y envoyer</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Pas maintenant</translation>
    </message>
    <message>
        <source>Choose or type a mailbox</source>
        <translation>Choisissez ou tapez un dossier</translation>
    </message>
    <message>
        <source>Send {0} of {1} into</source>
        <translation>Envoyer {0} ({1}) dans</translation>
    </message>
    <message>
        <source>batch {0}</source>
        <translation>lot {0}</translation>
    </message>
</context>
<context>
    <name>Ending</name>
    <message>
        <source>Something in Mailferry itself failed while it stopped. Nothing is lost: what has not arrived goes on at the next start.</source>
        <translation>Quelque chose a échoué dans Mailferry lui-même pendant qu’il s’arrêtait. Rien n’est perdu&#xa0;: ce qui n’est pas arrivé continuera au prochain démarrage.</translation>
    </message>
</context>
<context>
    <name>Engine</name>
    <message>
        <source>No connection</source>
        <translation>Pas de connexion</translation>
    </message>
    <message>
        <source>1 CR without LF becomes a line end, or is taken out where a line end follows.</source>
        <translation>1 CR sans LF devient une fin de ligne, ou est ôté là où une fin de ligne suit.</translation>
    </message>
    <message>
        <source>1 header line that is no field becomes the text of a field X-Invalid-Header-Line.</source>
        <translation>1 ligne d’en-tête qui n’est pas un champ devient le texte d’un champ X-Invalid-Header-Line.</translation>
    </message>
    <message>
        <source>1 line has more than {0} octets, and to break it would change the text.</source>
        <translation>1 ligne a plus de {0} octets, et la couper changerait le texte.</translation>
    </message>
    <message>
        <source>1 NUL character becomes a space.</source>
        <translation>1 caractère NUL devient une espace.</translation>
    </message>
    <message>
        <source>1 NUL character is taken out.</source>
        <translation>1 caractère NUL est ôté.</translation>
    </message>
    <message>
        <source>A file could not be read</source>
        <translation>Un fichier n’a pas pu être lu</translation>
    </message>
    <message>
        <source>A file has changed</source>
        <translation>Un fichier a changé</translation>
    </message>
    <message>
        <source>A file has gone</source>
        <translation>Un fichier a disparu</translation>
    </message>
    <message>
        <source>A line end is put at its end, which is within its header.</source>
        <translation>Une fin de ligne est mise à sa fin, qui est dans son en-tête.</translation>
    </message>
    <message>
        <source>A message of {0} is empty.</source>
        <translation>Un message de {0} est vide.</translation>
    </message>
    <message>
        <source>A message of {0} was deleted; only its octets are still there.</source>
        <translation>Un message de {0} a été effacé&#xa0;; seuls ses octets sont encore là.</translation>
    </message>
    <message>
        <source>A message of {0}, at octet {1}, is not as long as the file says. It was read as far as it goes.</source>
        <translation>Un message de {0}, à l’octet {1}, n’est pas aussi long que le dit le fichier. Il a été lu aussi loin qu’il va.</translation>
    </message>
    <message>
        <source>a name in it is longer than any name can be</source>
        <translation>un nom y est plus long qu’un nom ne peut l’être</translation>
    </message>
    <message>
        <source>A part of Mailferry is not installed</source>
        <translation>Une partie de Mailferry n’est pas installée</translation>
    </message>
    <message>
        <source>An archive is not what it seems</source>
        <translation>Une archive n’est pas ce qu’elle semble</translation>
    </message>
    <message>
        <source>An empty line is put before {0}: what follows is text.</source>
        <translation>Une ligne vide est mise avant {0}&#xa0;: ce qui suit est du texte.</translation>
    </message>
    <message>
        <source>Apple Mail</source>
        <translation>Apple Mail</translation>
    </message>
    <message>
        <source>appointments</source>
        <translation>rendez-vous</translation>
    </message>
    <message>
        <source>Attachment {0} of {1} is not on this computer. Let Mail load the whole message, then try again.</source>
        <translation>La pièce jointe {0} de {1} n’est pas sur cet ordinateur. Laissez Mail charger le message entier, puis réessayez.</translation>
    </message>
    <message>
        <source>contacts</source>
        <translation>contacts</translation>
    </message>
    <message>
        <source>goes on behind its end: another archive was put behind it, which was not read. Unpack it with `tar --ignore-zeros`, then import what was in it</source>
        <translation>continue après sa fin&#xa0;: une autre archive a été mise derrière, qui n’a pas été lue. Décompressez-la avec `tar --ignore-zeros`, puis importez ce qu’elle contenait</translation>
    </message>
    <message>
        <source>has a name that cannot be a file here, so it was not read</source>
        <translation>a un nom qui ne peut être celui d’un fichier ici&#xa0;; il n’a donc pas été lu</translation>
    </message>
    <message>
        <source>has a name that cannot be a folder here</source>
        <translation>a un nom qui ne peut être celui d’un dossier ici</translation>
    </message>
    <message>
        <source>has a name that leads out of the archive, so it was not read</source>
        <translation>a un nom qui mène hors de l’archive&#xa0;; il n’a donc pas été lu</translation>
    </message>
    <message>
        <source>has a password for Outlook. It encrypts nothing, so the mail could be read without it</source>
        <translation>a un mot de passe pour Outlook. Il ne chiffre rien, le courrier a donc pu être lu sans lui</translation>
    </message>
    <message>
        <source>has an attachment that is not in it; the rest of the message was read</source>
        <translation>a une pièce jointe qui n’y est pas&#xa0;; le reste du message a été lu</translation>
    </message>
    <message>
        <source>has an attachment that is damaged or not in the archive; the rest of the message was read</source>
        <translation>a une pièce jointe endommagée ou absente de l’archive&#xa0;; le reste du message a été lu</translation>
    </message>
    <message>
        <source>holds a message that is damaged (number {0}), so its end is missing. It was read as far as possible</source>
        <translation>contient un message endommagé (numéro {0}), dont la fin manque donc. Il a été lu autant que possible</translation>
    </message>
    <message>
        <source>is damaged, so parts of the message in it may be missing or wrong. It was read as far as possible</source>
        <translation>est endommagé&#xa0;; des parties du message qu’il contient peuvent donc manquer ou être fausses. Il a été lu autant que possible</translation>
    </message>
    <message>
        <source>has a list of messages that is damaged. They were found without it, so some may be missing, and some that had been deleted may be there again</source>
        <translation>a une liste de messages endommagée. Ils ont été trouvés sans elle&#xa0;; il peut donc en manquer, et des messages effacés peuvent être revenus</translation>
    </message>
    <message>
        <source>has a list of folders that is damaged. They were found without it, so some may be missing, and some that had been deleted may be there again</source>
        <translation>a une liste de dossiers endommagée. Ils ont été trouvés sans elle&#xa0;; il peut donc en manquer, et des dossiers effacés peuvent être revenus</translation>
    </message>
    <message>
        <source>has an index that is damaged, so messages may be missing. Let Outlook repair the file (scanpst.exe), then try again</source>
        <translation>a un index endommagé&#xa0;; des messages peuvent donc manquer. Laissez Outlook réparer le fichier (scanpst.exe), puis réessayez</translation>
    </message>
    <message>
        <source>holds a message that is damaged (number {0} of the file, “{1}”), so parts of it may be missing or wrong. It was read as far as possible</source>
        <translation>contient un message endommagé (numéro {0} du fichier, «&#xa0;{1}&#xa0;»)&#xa0;; des parties peuvent donc manquer ou être fausses. Il a été lu autant que possible</translation>
    </message>
    <message>
        <source>holds a message (number {0} of the file, “{1}”) with an attachment that is not in it or cannot be read; the rest was</source>
        <translation>contient un message (numéro {0} du fichier, «&#xa0;{1}&#xa0;») avec une pièce jointe qui n’y est pas ou ne peut être lue&#xa0;; le reste l’a été</translation>
    </message>
    <message>
        <source>holds a message that is damaged and was not read (number {0} of the file)</source>
        <translation>contient un message endommagé qui n’a pas été lu (numéro {0} du fichier)</translation>
    </message>
    <message>
        <source>holds a message that is damaged and was not read (number {0})</source>
        <translation>contient un message endommagé qui n’a pas été lu (numéro {0})</translation>
    </message>
    <message>
        <source>holds far more than its size can mean, so the rest of it was not unpacked. Unpack it yourself if you trust it</source>
        <translation>contient bien plus que sa taille ne peut signifier&#xa0;; le reste n’a donc pas été décompressé. Décompressez-le vous-même si vous lui faites confiance</translation>
    </message>
    <message>
        <source>holds no mail: {0}</source>
        <translation>ne contient pas de courrier&#xa0;: {0}</translation>
    </message>
    <message>
        <source>holds {0} items that are no mail and were left out ({1})</source>
        <translation>contient {0} éléments qui ne sont pas du courrier et ont été omis ({1})</translation>
    </message>
    <message>
        <source>is a deleted mail that MH has not cleared away</source>
        <translation>est un message effacé que MH n’a pas encore enlevé</translation>
    </message>
    <message>
        <source>is a link or a device, which is not followed</source>
        <translation>est un lien ou un périphérique, qui n’est pas suivi</translation>
    </message>
    <message>
        <source>is a link to a folder that was read already</source>
        <translation>est un lien vers un dossier déjà lu</translation>
    </message>
    <message>
        <source>is compressed in a way that Mailferry cannot read ({0}). Unpack the archive, then import what was in it</source>
        <translation>est compressé d’une manière que Mailferry ne sait pas lire ({0}). Décompressez l’archive, puis importez ce qu’elle contenait</translation>
    </message>
    <message>
        <source>is cut off, so what follows is missing and its last message may not be whole. Get it once more</source>
        <translation>est tronqué&#xa0;; ce qui suit manque donc, et son dernier message n’est peut-être pas entier. Procurez-vous-le de nouveau</translation>
    </message>
    <message>
        <source>is damaged ({0}). Get the archive once more</source>
        <translation>est endommagé ({0}). Procurez-vous de nouveau l’archive</translation>
    </message>
    <message>
        <source>is damaged, so not all of its messages were read</source>
        <translation>est endommagé&#xa0;; tous ses messages n’ont donc pas été lus</translation>
    </message>
    <message>
        <source>is damaged, so nothing behind the damage was read ({0}). Get it once more</source>
        <translation>est endommagé&#xa0;; rien n’a donc été lu après le dommage ({0}). Procurez-vous-le de nouveau</translation>
    </message>
    <message>
        <source>is damaged, so the message in it was not read</source>
        <translation>est endommagé&#xa0;; le message qu’il contient n’a donc pas été lu</translation>
    </message>
    <message>
        <source>is damaged, so the rest of it was not read. Let Outlook repair it (scanpst.exe), then try again</source>
        <translation>est endommagé&#xa0;; le reste n’a donc pas été lu. Laissez Outlook le réparer (scanpst.exe), puis réessayez</translation>
    </message>
    <message>
        <source>is encrypted. Unpack the archive with its password, then import what was in it</source>
        <translation>est chiffré. Décompressez l’archive avec son mot de passe, puis importez ce qu’elle contenait</translation>
    </message>
    <message>
        <source>is hidden or holds no mail of yours, so it was not looked into</source>
        <translation>est caché ou ne contient pas de courrier à vous&#xa0;; on n’y a donc pas regardé</translation>
    </message>
    <message>
        <source>is no mail but a calendar, contacts, notes or settings</source>
        <translation>n’est pas du courrier, mais un agenda, des contacts, des notes ou des réglages</translation>
    </message>
    <message>
        <source>is no mail of Zimbra but an appointment, a contact or a task</source>
        <translation>n’est pas du courrier de Zimbra, mais un rendez-vous, un contact ou une tâche</translation>
    </message>
    <message>
        <source>is not a plain file</source>
        <translation>n’est pas un simple fichier</translation>
    </message>
    <message>
        <source>is not mail but a record that a program keeps beside it</source>
        <translation>n’est pas du courrier, mais une note qu’un programme garde à côté</translation>
    </message>
    <message>
        <source>is not the list of a drag any more</source>
        <translation>n’est plus la liste d’un glissement</translation>
    </message>
    <message>
        <source>is only the index of a folder; its mail is not here</source>
        <translation>n’est que l’index d’un dossier&#xa0;; son courrier n’est pas ici</translation>
    </message>
    <message>
        <source>it begins with nothing but empty lines or zero octets</source>
        <translation>il ne commence que par des lignes vides ou des octets nuls</translation>
    </message>
    <message>
        <source>it declares a document type</source>
        <translation>il déclare un type de document</translation>
    </message>
    <message>
        <source>it does not begin like a zip archive: it is damaged, or the last part of a split one</source>
        <translation>il ne commence pas comme une archive zip&#xa0;: elle est endommagée, ou c’est la dernière partie d’une archive divisée</translation>
    </message>
    <message>
        <source>it holds mailboxes with indexes or .sbd folders beside them, as Thunderbird and Evolution keep them</source>
        <translation>il contient des boîtes avec des index ou des dossiers .sbd à côté, comme Thunderbird et Evolution les gardent</translation>
    </message>
    <message>
        <source>it holds messages that were dragged out of another program</source>
        <translation>il contient des messages glissés hors d’un autre programme</translation>
    </message>
    <message>
        <source>it holds numbered mails, as MH, Sylpheed and Claws keep them</source>
        <translation>il contient des messages numérotés, comme MH, Sylpheed et Claws les gardent</translation>
    </message>
    <message>
        <source>it holds the accounts of a Thunderbird profile</source>
        <translation>il contient les comptes d’un profil de Thunderbird</translation>
    </message>
    <message>
        <source>it is a 7z archive; unpack it first</source>
        <translation>c’est une archive 7z&#xa0;; décompressez-la d’abord</translation>
    </message>
    <message>
        <source>it is a cabinet archive; unpack it first</source>
        <translation>c’est une archive cab&#xa0;; décompressez-la d’abord</translation>
    </message>
    <message>
        <source>it is a companion file of macOS (AppleDouble) without mail in it</source>
        <translation>c’est un fichier d’accompagnement de macOS (AppleDouble) sans courrier</translation>
    </message>
    <message>
        <source>it is a companion file of macOS (AppleSingle)</source>
        <translation>c’est un fichier d’accompagnement de macOS (AppleSingle)</translation>
    </message>
    <message>
        <source>it is a database, not mail</source>
        <translation>c’est une base de données, pas du courrier</translation>
    </message>
    <message>
        <source>it is a folder of Foxmail</source>
        <translation>c’est un dossier de Foxmail</translation>
    </message>
    <message>
        <source>it is a folder of Outlook Express</source>
        <translation>c’est un dossier d’Outlook Express</translation>
    </message>
    <message>
        <source>it is a folder of Outlook Express 4: it begins with JMF6</source>
        <translation>c’est un dossier d’Outlook Express 4&#xa0;: il commence par JMF6</translation>
    </message>
    <message>
        <source>it is a folder of Pegasus Mail</source>
        <translation>c’est un dossier de Pegasus Mail</translation>
    </message>
    <message>
        <source>it is a folder of The Bat!</source>
        <translation>c’est un dossier de The Bat!</translation>
    </message>
    <message>
        <source>it is a Google Takeout</source>
        <translation>c’est un Google Takeout</translation>
    </message>
    <message>
        <source>it is a mail of Apple Mail: it begins with a number of octets</source>
        <translation>c’est un message d’Apple Mail&#xa0;: il commence par un nombre d’octets</translation>
    </message>
    <message>
        <source>it is a mailbox of Apple Mail</source>
        <translation>c’est une boîte d’Apple Mail</translation>
    </message>
    <message>
        <source>it is a mailbox of Emacs (Babyl); let Emacs make an mbox file of it (M-x unrmail)</source>
        <translation>c’est une boîte d’Emacs (Babyl)&#xa0;; laissez Emacs en faire un fichier mbox (M-x unrmail)</translation>
    </message>
    <message>
        <source>it is a Maildir: cur, or new and tmp, are in it</source>
        <translation>c’est un Maildir&#xa0;: cur, ou new et tmp, y sont</translation>
    </message>
    <message>
        <source>it is a part of a split archive; unpack it first, with all its parts beside it</source>
        <translation>c’est une partie d’une archive divisée&#xa0;; décompressez-la d’abord, avec toutes ses parties à côté</translation>
    </message>
    <message>
        <source>it is a PDF document</source>
        <translation>c’est un document PDF</translation>
    </message>
    <message>
        <source>it is a rar archive; unpack it first</source>
        <translation>c’est une archive rar&#xa0;; décompressez-la d’abord</translation>
    </message>
    <message>
        <source>it is a record of Outlook Express, not its mail</source>
        <translation>c’est une note d’Outlook Express, pas son courrier</translation>
    </message>
    <message>
        <source>it is a tar archive</source>
        <translation>c’est une archive tar</translation>
    </message>
    <message>
        <source>it is a Thunderbird profile: the folders Mail or ImapMail are in it</source>
        <translation>c’est un profil de Thunderbird&#xa0;: les dossiers Mail ou ImapMail y sont</translation>
    </message>
    <message>
        <source>it is a UW mbx file: it begins with *mbx*</source>
        <translation>c’est un fichier UW mbx&#xa0;: il commence par *mbx*</translation>
    </message>
    <message>
        <source>it is a {0} archive</source>
        <translation>c’est une archive {0}</translation>
    </message>
    <message>
        <source>it is an archive of Outlook for Mac</source>
        <translation>c’est une archive d’Outlook pour Mac</translation>
    </message>
    <message>
        <source>it is an index of Outlook Express, not its mail</source>
        <translation>c’est un index d’Outlook Express, pas son courrier</translation>
    </message>
    <message>
        <source>it is an index of Thunderbird, not its mail</source>
        <translation>c’est un index de Thunderbird, pas son courrier</translation>
    </message>
    <message>
        <source>it is an mbox file with the line ends of an old Mac: it begins with a From_ line</source>
        <translation>c’est un fichier mbox avec les fins de ligne d’un ancien Mac&#xa0;: il commence par une ligne From_</translation>
    </message>
    <message>
        <source>it is an mbox file: it begins with a From_ line</source>
        <translation>c’est un fichier mbox&#xa0;: il commence par une ligne From_</translation>
    </message>
    <message>
        <source>it is an MMDF file: four octets 1 stand between its messages</source>
        <translation>c’est un fichier MMDF&#xa0;: quatre octets 1 séparent ses messages</translation>
    </message>
    <message>
        <source>it is an ordinary folder</source>
        <translation>c’est un dossier ordinaire</translation>
    </message>
    <message>
        <source>it is an Outlook data file: it begins with !BDN</source>
        <translation>c’est un fichier de données d’Outlook&#xa0;: il commence par !BDN</translation>
    </message>
    <message>
        <source>it is an Outlook message or a file of Office</source>
        <translation>c’est un message d’Outlook ou un fichier d’Office</translation>
    </message>
    <message>
        <source>it is compressed by compress (.Z); unpack it first</source>
        <translation>il est compressé par compress (.Z)&#xa0;; décompressez-le d’abord</translation>
    </message>
    <message>
        <source>it is compressed by lz4; unpack it first</source>
        <translation>il est compressé par lz4&#xa0;; décompressez-le d’abord</translation>
    </message>
    <message>
        <source>it is empty</source>
        <translation>il est vide</translation>
    </message>
    <message>
        <source>it is of the store of a Dovecot server (dbox), which keeps flags and folders elsewhere; let Dovecot give the mail out, by IMAP or with doveadm backup</source>
        <translation>il vient du stockage d’un serveur Dovecot (dbox), qui garde marques et dossiers ailleurs&#xa0;; laissez Dovecot rendre le courrier, par IMAP ou avec doveadm backup</translation>
    </message>
    <message>
        <source>it is one mail: it begins with the header of one</source>
        <translation>c’est un message&#xa0;: il commence par l’en-tête d’un message</translation>
    </message>
    <message>
        <source>it is the mail of a Google Takeout</source>
        <translation>c’est le courrier d’un Google Takeout</translation>
    </message>
    <message>
        <source>it is the mail of Apple Mail: folders named .mbox are in it</source>
        <translation>c’est le courrier d’Apple Mail&#xa0;: des dossiers nommés .mbox y sont</translation>
    </message>
    <message>
        <source>it is too large</source>
        <translation>il est trop grand</translation>
    </message>
    <message>
        <source>its first line</source>
        <translation>sa première ligne</translation>
    </message>
    <message>
        <source>journal entries</source>
        <translation>entrées de journal</translation>
    </message>
    <message>
        <source>lists of contacts</source>
        <translation>listes de contacts</translation>
    </message>
    <message>
        <source>Local Folders</source>
        <translation>Dossiers locaux</translation>
    </message>
    <message>
        <source>Mail folder</source>
        <translation>Dossier de courrier</translation>
    </message>
    <message>
        <source>mail of a mail program</source>
        <translation>courrier d’un programme de messagerie</translation>
    </message>
    <message>
        <source>Message {0} of {1} is empty.</source>
        <translation>Le message {0} de {1} est vide.</translation>
    </message>
    <message>
        <source>Message {0} of {1} was deleted in Thunderbird; only its octets are still there.</source>
        <translation>Le message {0} de {1} a été effacé dans Thunderbird&#xa0;; seuls ses octets sont encore là.</translation>
    </message>
    <message>
        <source>messages dragged out of another program</source>
        <translation>messages glissés hors d’un autre programme</translation>
    </message>
    <message>
        <source>names a message whose text was never fetched from its server</source>
        <translation>nomme un message dont le texte n’a jamais été pris de son serveur</translation>
    </message>
    <message>
        <source>it does not begin as a mail does</source>
        <translation>son début n’est pas celui d’un message</translation>
    </message>
    <message>
        <source>No mail in it</source>
        <translation>Pas de courrier dedans</translation>
    </message>
    <message>
        <source>notes</source>
        <translation>notes</translation>
    </message>
    <message>
        <source>Octets over 127 in 1 header field become encoded words (RFC 2047).</source>
        <translation>Les octets au-dessus de 127 dans 1 champ d’en-tête deviennent des mots codés (RFC 2047).</translation>
    </message>
    <message>
        <source>Octets over 127 in {0} header fields become encoded words (RFC 2047).</source>
        <translation>Les octets au-dessus de 127 dans {0} champs d’en-tête deviennent des mots codés (RFC 2047).</translation>
    </message>
    <message>
        <source>Outlook data file</source>
        <translation>Fichier de données d’Outlook</translation>
    </message>
    <message>
        <source>records of Outlook</source>
        <translation>notes internes d’Outlook</translation>
    </message>
    <message>
        <source>repeats a file of the archive that could not be read</source>
        <translation>répète un fichier de l’archive qui n’a pas pu être lu</translation>
    </message>
    <message>
        <source>System mailbox</source>
        <translation>Boîte du système</translation>
    </message>
    <message>
        <source>tasks</source>
        <translation>tâches</translation>
    </message>
    <message>
        <source>the first line that is no header field</source>
        <translation>la première ligne qui n’est pas un champ d’en-tête</translation>
    </message>
    <message>
        <source>The first record of {0} is the mail program&apos;s own note.</source>
        <translation>Le premier élément de {0} est une note du programme de messagerie lui-même.</translation>
    </message>
    <message>
        <source>The mail could not be read</source>
        <translation>Le courrier n’a pas pu être lu</translation>
    </message>
    <message>
        <source>the mark at its end is missing</source>
        <translation>la marque de sa fin manque</translation>
    </message>
    <message>
        <source>there is no header where one should be</source>
        <translation>il n’y a pas d’en-tête là où il en faudrait un</translation>
    </message>
    <message>
        <source>There is not enough room in {0} to unpack {1}. Free some space, then try again.</source>
        <translation>La place manque dans {0} pour décompresser {1}. Libérez de la place, puis réessayez.</translation>
    </message>
    <message>
        <source>too large</source>
        <translation>trop grand</translation>
    </message>
    <message>
        <source>White space before the colon of 1 header field is taken out.</source>
        <translation>Les blancs avant les deux-points de 1 champ d’en-tête sont ôtés.</translation>
    </message>
    <message>
        <source>White space before the colon of {0} header fields is taken out.</source>
        <translation>Les blancs avant les deux-points de {0} champs d’en-tête sont ôtés.</translation>
    </message>
    <message>
        <source>{0} could not be read: {1}.</source>
        <translation>{0} n’a pas pu être lu&#xa0;: {1}.</translation>
    </message>
    <message>
        <source>{0} CRs without LF become line ends, or are taken out where a line end follows.</source>
        <translation>{0} CR sans LF deviennent des fins de ligne, ou sont ôtés là où une fin de ligne suit.</translation>
    </message>
    <message>
        <source>{0} did not answer. Check the drive or the network, then try again.</source>
        <translation>{0} n’a pas répondu. Vérifiez le disque ou le réseau, puis réessayez.</translation>
    </message>
    <message>
        <source>{0} has an attachment whose encoding Mailferry cannot write: {1}.</source>
        <translation>{0} a une pièce jointe dont Mailferry ne sait pas écrire le codage&#xa0;: {1}.</translation>
    </message>
    <message>
        <source>{0} header lines that are no field become the text of fields X-Invalid-Header-Line.</source>
        <translation>{0} lignes d’en-tête qui ne sont pas des champs deviennent le texte de champs X-Invalid-Header-Line.</translation>
    </message>
    <message>
        <source>{0} holds a name that cannot be a file here.</source>
        <translation>{0} contient un nom qui ne peut être celui d’un fichier ici.</translation>
    </message>
    <message>
        <source>{0} holds no mail but something else of Outlook: an appointment, a contact, a task or a note.</source>
        <translation>{0} ne contient pas de courrier, mais autre chose d’Outlook&#xa0;: un rendez-vous, un contact, une tâche ou une note.</translation>
    </message>
    <message>
        <source>{0} holds no mail: it is a file of Office, not an Outlook message.</source>
        <translation>{0} ne contient pas de courrier&#xa0;: c’est un fichier d’Office, pas un message d’Outlook.</translation>
    </message>
    <message>
        <source>{0} holds no mail: {1}.</source>
        <translation>{0} ne contient pas de courrier&#xa0;: {1}.</translation>
    </message>
    <message>
        <source>{0} holds no mail: {1}; unpack it first.</source>
        <translation>{0} ne contient pas de courrier&#xa0;: {1}&#xa0;; décompressez-le d’abord.</translation>
    </message>
    <message>
        <source>{0} holds unfinished deliveries ({1}), no mail yet.</source>
        <translation>{0} contient des livraisons inachevées ({1}), pas encore de courrier.</translation>
    </message>
    <message>
        <source>{0} is a file of Outlook. To read it, install Mailferry with its part for Outlook, as mailferry[outlook].</source>
        <translation>{0} est un fichier d’Outlook. Pour le lire, installez Mailferry avec sa partie pour Outlook, comme mailferry[outlook].</translation>
    </message>
    <message>
        <source>{0} is an archive inside of others; unpack it first.</source>
        <translation>{0} est une archive dans d’autres&#xa0;; décompressez-la d’abord.</translation>
    </message>
    <message>
        <source>{0} is compressed by zstandard. To read it, install Mailferry with its part for that, as mailferry[zstd], or unpack it first.</source>
        <translation>{0} est compressé par zstandard. Pour le lire, installez Mailferry avec sa partie pour cela, comme mailferry[zstd], ou décompressez-le d’abord.</translation>
    </message>
    <message>
        <source>{0} is damaged at octet {1}: no message begins there. Reading went on with the next one.</source>
        <translation>{0} est endommagé à l’octet {1}&#xa0;: aucun message n’y commence. La lecture a continué avec le suivant.</translation>
    </message>
    <message>
        <source>{0} is damaged, so it was not read. Export it anew from Outlook.</source>
        <translation>{0} est endommagé&#xa0;; il n’a donc pas été lu. Exportez-le de nouveau d’Outlook.</translation>
    </message>
    <message>
        <source>{0} is damaged, so it was not read. Save it anew in Outlook.</source>
        <translation>{0} est endommagé&#xa0;; il n’a donc pas été lu. Enregistrez-le de nouveau dans Outlook.</translation>
    </message>
    <message>
        <source>{0} is damaged, so nothing in it was read. Let Outlook repair it (scanpst.exe), then try again.</source>
        <translation>{0} est endommagé&#xa0;; rien n’y a donc été lu. Laissez Outlook le réparer (scanpst.exe), puis réessayez.</translation>
    </message>
    <message>
        <source>{0} is empty.</source>
        <translation>{0} est vide.</translation>
    </message>
    <message>
        <source>{0} is encrypted by Windows Information Protection. Let Outlook export its mail into a new data file, then import that.</source>
        <translation>{0} est chiffré par Windows Information Protection. Laissez Outlook exporter son courrier dans un nouveau fichier de données, puis importez celui-ci.</translation>
    </message>
    <message>
        <source>{0} is hidden, so it is no message.</source>
        <translation>{0} est caché&#xa0;; ce n’est donc pas un message.</translation>
    </message>
    <message>
        <source>{0} is no name of a file.</source>
        <translation>{0} n’est pas un nom de fichier.</translation>
    </message>
    <message>
        <source>{0} is a link that leads in a circle, so there is nothing to read.</source>
        <translation>{0} est un lien qui tourne en rond&#xa0;: il n’y a rien à lire.</translation>
    </message>
    <message>
        <source>{0} is not a plain file, so no mail can be read from it.</source>
        <translation>{0} n’est pas un simple fichier&#xa0;; aucun courrier ne peut donc y être lu.</translation>
    </message>
    <message>
        <source>{0} is not empty, though its size is given as 0. Copy it to another folder, then try again.</source>
        <translation>{0} n’est pas vide, bien que sa taille annoncée soit 0. Copiez-le dans un autre dossier, puis réessayez.</translation>
    </message>
    <message>
        <source>{0} is not there any more. Put it back, or leave its mail out.</source>
        <translation>{0} n’est plus là. Remettez-le, ou laissez son courrier de côté.</translation>
    </message>
    <message>
        <source>{0} is the last part of a split archive. Unpack it with all its parts beside it, then import what was in it.</source>
        <translation>{0} est la dernière partie d’une archive divisée. Décompressez-la avec toutes ses parties à côté, puis importez ce qu’elle contenait.</translation>
    </message>
    <message>
        <source>{0} lines have more than {1} octets, and to break them would change the text.</source>
        <translation>{0} lignes ont plus de {1} octets, et les couper changerait le texte.</translation>
    </message>
    <message>
        <source>{0} lies too deep to be read. Move it up in its folders, then try again.</source>
        <translation>{0} se trouve trop profondément pour être lu. Déplacez-le plus haut dans ses dossiers, puis réessayez.</translation>
    </message>
    <message>
        <source>{0} may not be read by you. Change its permissions, then try again.</source>
        <translation>Vous n’avez pas le droit de lire {0}. Changez ses permissions, puis réessayez.</translation>
    </message>
    <message>
        <source>{0} NUL characters are taken out.</source>
        <translation>{0} caractères NUL sont ôtés.</translation>
    </message>
    <message>
        <source>{0} NUL characters become spaces.</source>
        <translation>{0} caractères NUL deviennent des espaces.</translation>
    </message>
    <message>
        <source>{0} of the messages had attachments in files of their own. These were put back, so the messages are whole, but they need not be octet for octet what was sent.</source>
        <translation>{0} des messages avaient leurs pièces jointes dans des fichiers à part. Elles ont été remises en place&#xa0;: les messages sont donc entiers, mais pas forcément octet pour octet ce qui a été envoyé.</translation>
    </message>
    <message>
        <source>{0} was changed since it was read. Open it again, so that its mail is read anew.</source>
        <translation>{0} a changé depuis sa lecture. Ouvrez-le de nouveau, pour que son courrier soit relu.</translation>
    </message>
    <message>
        <source>{0} is not the list of a drag any more.</source>
        <translation>{0} n’est plus la liste d’un glissement.</translation>
    </message>
    <message>
        <source>0x80 in their places</source>
        <translation>0x80 à leur place</translation>
    </message>
    <message>
        <source>1 message</source>
        <translation>1 message</translation>
    </message>
    <message>
        <source>A message has changed</source>
        <translation>Un message a changé</translation>
    </message>
    <message>
        <source>A message has changed while it was read.</source>
        <translation>Un message a changé pendant qu’il était lu.</translation>
    </message>
    <message>
        <source>A message is larger than this server takes.</source>
        <translation>Un message est trop grand pour ce serveur.</translation>
    </message>
    <message>
        <source>A message is not what it was when it was read first. Import it again, so that it is read anew.</source>
        <translation>Un message n’est plus ce qu’il était à la première lecture. Importez-le de nouveau, pour qu’il soit relu.</translation>
    </message>
    <message>
        <source>A part of the batch is in {0}, and this server can neither take the rest as one nor remove that part.</source>
        <translation>Une partie du lot est dans {0}, et ce serveur ne peut ni prendre le reste en une fois ni retirer cette partie.</translation>
    </message>
    <message>
        <source>A part of the batch was in {0}, which cannot be opened any more: {1}</source>
        <translation>Une partie du lot était dans {0}, qui ne peut plus être ouvert&#xa0;: {1}</translation>
    </message>
    <message>
        <source>A part of the batch was in {0}, which was made anew meanwhile.</source>
        <translation>Une partie du lot était dans {0}, qui a été recréé entre-temps.</translation>
    </message>
    <message>
        <source>A password is needed</source>
        <translation>Un mot de passe est nécessaire</translation>
    </message>
    <message>
        <source>All of it is in the mailbox already.</source>
        <translation>Tout est déjà dans le dossier.</translation>
    </message>
    <message>
        <source>and when it was asked for again, the same octets</source>
        <translation>et redemandé, les mêmes octets</translation>
    </message>
    <message>
        <source>Another folder has the name {0} already.</source>
        <translation>Un autre dossier a déjà le nom {0}.</translation>
    </message>
    <message>
        <source>Another Mailferry is working with {0}. Use that one, or close it first.</source>
        <translation>Un autre Mailferry travaille avec {0}. Utilisez celui-là, ou fermez-le d’abord.</translation>
    </message>
    <message>
        <source>begin a protected connection</source>
        <translation>commencer une connexion protégée</translation>
    </message>
    <message>
        <source>Cancelled before the server had everything.</source>
        <translation>Annulé avant que le serveur ait tout reçu.</translation>
    </message>
    <message>
        <source>cannot be checked</source>
        <translation>ne peut être vérifié</translation>
    </message>
    <message>
        <source>copy the batch into its mailbox</source>
        <translation>copier le lot dans son dossier</translation>
    </message>
    <message>
        <source>Also in the file of another label, and imported from there.</source>
        <translation>Aussi dans le fichier d’un autre libellé, et importé de là.</translation>
    </message>
    <message>
        <source>What was read from the source could not be written to {0}: {1}. Look after the disk, then go on.</source>
        <translation>Ce qui a été lu de la source n’a pas pu être écrit dans {0}&#xa0;: {1}. Occupez-vous du disque, puis continuez.</translation>
    </message>
    <message>
        <source>create the mailbox</source>
        <translation>créer le dossier</translation>
    </message>
    <message>
        <source>rename the mailbox</source>
        <translation>renommer le dossier</translation>
    </message>
    <message>
        <source>delete the mailbox</source>
        <translation>supprimer le dossier</translation>
    </message>
    <message>
        <source>describe its messages</source>
        <translation>décrire ses messages</translation>
    </message>
    <message>
        <source>Divided, to see whether its smallest message fits.</source>
        <translation>Divisé, pour voir si son plus petit message tient.</translation>
    </message>
    <message>
        <source>Flags now: {0}; sent: {1}.</source>
        <translation>Marques actuelles&#xa0;: {0}&#xa0;; envoyées&#xa0;: {1}.</translation>
    </message>
    <message>
        <source>for its records</source>
        <translation>pour ses notes</translation>
    </message>
    <message>
        <source>give its messages</source>
        <translation>donner ses messages</translation>
    </message>
    <message>
        <source>has an equal one</source>
        <translation>a un double</translation>
    </message>
    <message>
        <source>has another date</source>
        <translation>a une autre date</translation>
    </message>
    <message>
        <source>has another size</source>
        <translation>a une autre taille</translation>
    </message>
    <message>
        <source>has other flags</source>
        <translation>a d’autres marques</translation>
    </message>
    <message>
        <source>has other octets</source>
        <translation>a d’autres octets</translation>
    </message>
    <message>
        <source>In another mailbox of the account as well, and read there.</source>
        <translation>Aussi dans un autre dossier du compte, et lu là.</translation>
    </message>
    <message>
        <source>is missing</source>
        <translation>manque</translation>
    </message>
    <message>
        <source>It can be repaired: {0}</source>
        <translation>Il peut être réparé&#xa0;: {0}</translation>
    </message>
    <message>
        <source>It could not be set aside in {0}: {1}. It is still in its source.</source>
        <translation>Il n’a pas pu être mis de côté dans {0}&#xa0;: {1}. Il est encore dans sa source.</translation>
    </message>
    <message>
        <source>It could not be set aside: {0}</source>
        <translation>Il n’a pas pu être mis de côté&#xa0;: {0}</translation>
    </message>
    <message>
        <source>It is empty: there is nothing to send.</source>
        <translation>Il est vide&#xa0;: il n’y a rien à envoyer.</translation>
    </message>
    <message>
        <source>It is in the mailbox already.</source>
        <translation>Il est déjà dans le dossier.</translation>
    </message>
    <message>
        <source>It is larger than this server takes ({0} of {1}).</source>
        <translation>Il est trop grand pour ce serveur ({0} pour {1}).</translation>
    </message>
    <message>
        <source>It is larger than this server takes.</source>
        <translation>Il est trop grand pour ce serveur.</translation>
    </message>
    <message>
        <source>it is no journal</source>
        <translation>ce n’est pas un journal</translation>
    </message>
    <message>
        <source>It was made anew on its server while it was read, so the rest of it was not read. Import it again: what has arrived is known.</source>
        <translation>Il a été recréé sur son serveur pendant sa lecture&#xa0;; le reste n’a donc pas été lu. Importez-le de nouveau&#xa0;: ce qui est arrivé est connu.</translation>
    </message>
    <message>
        <source>its mailbox is gone</source>
        <translation>son dossier a disparu</translation>
    </message>
    <message>
        <source>its source has changed since, so nobody can tell where</source>
        <translation>sa source a changé depuis&#xa0;; personne ne peut donc dire où</translation>
    </message>
    <message>
        <source>its source is not there any more to tell where</source>
        <translation>sa source n’est plus là pour dire où</translation>
    </message>
    <message>
        <source>leave the mailbox</source>
        <translation>quitter le dossier</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>Écarté</translation>
    </message>
    <message>
        <source>Left out on purpose.</source>
        <translation>Écarté exprès.</translation>
    </message>
    <message>
        <source>let us in</source>
        <translation>nous laisser entrer</translation>
    </message>
    <message>
        <source>list its mailboxes</source>
        <translation>donner la liste de ses dossiers</translation>
    </message>
    <message>
        <source>log out</source>
        <translation>prendre congé</translation>
    </message>
    <message>
        <source>look at the mailbox</source>
        <translation>regarder le dossier</translation>
    </message>
    <message>
        <source>look into the mailbox</source>
        <translation>regarder dans le dossier</translation>
    </message>
    <message>
        <source>Look into the mailbox, then choose: try again, which sends all of it once more; send only what is missing; leave it out; or count it as arrived, if all of it is there.</source>
        <translation>Regardez dans le dossier, puis choisissez&#xa0;: réessayer, ce qui envoie tout encore une fois&#xa0;; n’envoyer que ce qui manque&#xa0;; l’écarter&#xa0;; ou le compter comme arrivé, si tout y est.</translation>
    </message>
    <message>
        <source>Mailferry cannot keep its records in {0}: {1}. Choose another folder with --state-dir, or free this one.</source>
        <translation>Mailferry ne peut garder ses notes dans {0}&#xa0;: {1}. Choisissez un autre dossier avec --state-dir, ou libérez celui-ci.</translation>
    </message>
    <message>
        <source>Mailferry is already running</source>
        <translation>Mailferry tourne déjà</translation>
    </message>
    <message>
        <source>Mailferry is still checking what arrived, or taking it back. Wait until that is done.</source>
        <translation>Mailferry vérifie encore ce qui est arrivé, ou le retire. Attendez que ce soit fini.</translation>
    </message>
    <message>
        <source>Mailferry knows no repair for it. Leave it out, or set it aside.</source>
        <translation>Mailferry n’y connaît pas de réparation. Écartez-le, ou mettez-le de côté.</translation>
    </message>
    <message>
        <source>Mailferry&apos;s own records</source>
        <translation>Les notes de Mailferry</translation>
    </message>
    <message>
        <source>mark messages</source>
        <translation>marquer des messages</translation>
    </message>
    <message>
        <source>Marked as deleted in its source.</source>
        <translation>Marqué comme supprimé dans sa source.</translation>
    </message>
    <message>
        <source>Messages have come into {0} that may be those of the batch, changed by the server, or another program&apos;s.</source>
        <translation>Des messages sont venus dans {0} qui peuvent être ceux du lot, changés par le serveur, ou ceux d’un autre programme.</translation>
    </message>
    <message>
        <source>name its mailboxes</source>
        <translation>nommer ses dossiers</translation>
    </message>
    <message>
        <source>Needs you</source>
        <translation>À vous de décider</translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>pas de réponse</translation>
    </message>
    <message>
        <source>No place for records</source>
        <translation>Pas de place pour les notes</translation>
    </message>
    <message>
        <source>No protected connection to {0}, port {1}: the server does not speak TLS there, or only versions that are not safe any more (TLS 1.2 is needed). Check the port.</source>
        <translation>Pas de connexion protégée avec {0}, port {1}&#xa0;: le serveur n’y parle pas TLS, ou seulement des versions qui ne sont plus sûres (il faut TLS 1.2). Vérifiez le port.</translation>
    </message>
    <message>
        <source>No room on the disk</source>
        <translation>Plus de place sur le disque</translation>
    </message>
    <message>
        <source>No such mailbox</source>
        <translation>Pas de tel dossier</translation>
    </message>
    <message>
        <source>Not between the dates that were chosen.</source>
        <translation>Pas entre les dates choisies.</translation>
    </message>
    <message>
        <source>Not sent</source>
        <translation>Non envoyé</translation>
    </message>
    <message>
        <source>Not set aside</source>
        <translation>Pas mis de côté</translation>
    </message>
    <message>
        <source>not there</source>
        <translation>pas là</translation>
    </message>
    <message>
        <source>Nothing of it is left to send.</source>
        <translation>Il n’en reste rien à envoyer.</translation>
    </message>
    <message>
        <source>Nothing would be left of it.</source>
        <translation>Il n’en resterait rien.</translation>
    </message>
    <message>
        <source>NUL octets</source>
        <translation>octets NUL</translation>
    </message>
    <message>
        <source>one without a subject</source>
        <translation>un sans objet</translation>
    </message>
    <message>
        <source>Only what nobody could tell can be counted as arrived.</source>
        <translation>Seul ce que personne ne pouvait dire peut être compté comme arrivé.</translation>
    </message>
    <message>
        <source>open the mailbox</source>
        <translation>ouvrir le dossier</translation>
    </message>
    <message>
        <source>other line ends</source>
        <translation>d’autres fins de ligne</translation>
    </message>
    <message>
        <source>other octets from octet {0} on</source>
        <translation>d’autres octets à partir de l’octet {0}</translation>
    </message>
    <message>
        <source>Paused. Nothing is sent until you go on.</source>
        <translation>En pause. Rien n’est envoyé avant que vous continuiez.</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Refusé</translation>
    </message>
    <message>
        <source>refused for now</source>
        <translation>refusé pour l’instant</translation>
    </message>
    <message>
        <source>remove messages</source>
        <translation>supprimer des messages</translation>
    </message>
    <message>
        <source>say what it can do</source>
        <translation>dire ce qu’il sait faire</translation>
    </message>
    <message>
        <source>say which messages there are</source>
        <translation>dire quels messages il y a</translation>
    </message>
    <message>
        <source>Sent: {0} ({1}{2}).</source>
        <translation>Envoyé&#xa0;: {0} ({1}{2}).</translation>
    </message>
    <message>
        <source>Server not found</source>
        <translation>Serveur introuvable</translation>
    </message>
    <message>
        <source>show the messages</source>
        <translation>montrer les messages</translation>
    </message>
    <message>
        <source>Sign-in did not work</source>
        <translation>L’identification a échoué</translation>
    </message>
    <message>
        <source>Something in Mailferry itself failed ({0}). The rest was not read.</source>
        <translation>Quelque chose a échoué dans Mailferry lui-même ({0}). Le reste n’a pas été lu.</translation>
    </message>
    <message>
        <source>Something in Mailferry itself failed. Nothing is lost: what was under way is in the journal. Start Mailferry again to go on.</source>
        <translation>Quelque chose a échoué dans Mailferry lui-même. Rien n’est perdu&#xa0;: ce qui était en cours est dans le journal. Relancez Mailferry pour continuer.</translation>
    </message>
    <message>
        <source>Something went wrong</source>
        <translation>Quelque chose n’a pas marché</translation>
    </message>
    <message>
        <source>Stopped before everything was read.</source>
        <translation>Arrêté avant que tout fût lu.</translation>
    </message>
    <message>
        <source>Stopped before the server had everything.</source>
        <translation>Arrêté avant que le serveur ait tout reçu.</translation>
    </message>
    <message>
        <source>take a mark off messages</source>
        <translation>ôter une marque à des messages</translation>
    </message>
    <message>
        <source>Taken back.</source>
        <translation>Retiré.</translation>
    </message>
    <message>
        <source>Taken back; it was not in its mailbox any more.</source>
        <translation>Retiré&#xa0;; il n’était plus dans son dossier.</translation>
    </message>
    <message>
        <source>tell how full the mailbox is</source>
        <translation>dire combien la boîte est pleine</translation>
    </message>
    <message>
        <source>The account is not connected yet, so its mailboxes are not known.</source>
        <translation>Le compte n’est pas encore connecté&#xa0;; ses dossiers ne sont donc pas connus.</translation>
    </message>
    <message>
        <source>The account {0} is not known any more, so no mail can be read from it.</source>
        <translation>Le compte {0} n’est plus connu&#xa0;; aucun courrier ne peut donc y être lu.</translation>
    </message>
    <message>
        <source>The account {0} is not open.</source>
        <translation>Le compte {0} n’est pas ouvert.</translation>
    </message>
    <message>
        <source>The batch was cancelled, but messages of an attempt before, which was lost, have come late.</source>
        <translation>Le lot a été annulé, mais des messages d’un essai précédent, qui fut perdu, sont arrivés en retard.</translation>
    </message>
    <message>
        <source>The certificate belongs to another address than {0}. Check the server&apos;s name.</source>
        <translation>Le certificat appartient à une autre adresse que {0}. Vérifiez le nom du serveur.</translation>
    </message>
    <message>
        <source>The certificate belongs to another name than {0}. Check the server&apos;s name.</source>
        <translation>Le certificat appartient à un autre nom que {0}. Vérifiez le nom du serveur.</translation>
    </message>
    <message>
        <source>The certificate file {0} cannot be read: {1}.</source>
        <translation>Le fichier de certificat {0} ne peut être lu&#xa0;: {1}.</translation>
    </message>
    <message>
        <source>The certificate of {0} could not be verified.</source>
        <translation>Le certificat de {0} n’a pas pu être vérifié.</translation>
    </message>
    <message>
        <source>The certificate of {0} has expired. Its operator must renew it; also check this computer&apos;s date.</source>
        <translation>Le certificat de {0} a expiré. Son exploitant doit le renouveler&#xa0;; vérifiez aussi la date de cet ordinateur.</translation>
    </message>
    <message>
        <source>The certificate of {0} is not valid yet. Check this computer&apos;s date.</source>
        <translation>Le certificat de {0} n’est pas encore valable. Vérifiez la date de cet ordinateur.</translation>
    </message>
    <message>
        <source>The certificate of {0} was signed by an authority that this computer does not know. If you trust it, give its certificate file.</source>
        <translation>Le certificat de {0} a été signé par une autorité que cet ordinateur ne connaît pas. Si vous lui faites confiance, indiquez son fichier de certificat.</translation>
    </message>
    <message>
        <source>The connection broke</source>
        <translation>Connexion rompue</translation>
    </message>
    <message>
        <source>The connection broke while the batch was sent, nothing of it was there, and so it was sent again; now there is more of it than was sent, and nobody can tell which may be removed.</source>
        <translation>La connexion s’est rompue pendant l’envoi du lot, rien n’en était là, et il a donc été renvoyé&#xa0;; maintenant il y en a plus que ce qui a été envoyé, et personne ne peut dire ce qui peut être supprimé.</translation>
    </message>
    <message>
        <source>The connection broke, and now messages of the batch are in {0} in another order, so nobody can tell which of them are of this import.</source>
        <translation>La connexion s’est rompue, et maintenant des messages du lot sont dans {0} dans un autre ordre&#xa0;; personne ne peut donc dire lesquels sont de cette importation.</translation>
    </message>
    <message>
        <source>The connection broke; nothing more of it was stored.</source>
        <translation>La connexion s’est rompue&#xa0;; rien de plus n’en a été déposé.</translation>
    </message>
    <message>
        <source>The connection is not safe</source>
        <translation>La connexion n’est pas sûre</translation>
    </message>
    <message>
        <source>The connection to {0} broke.</source>
        <translation>La connexion avec {0} s’est rompue.</translation>
    </message>
    <message>
        <source>The file {0} holds no certificates in PEM form.</source>
        <translation>Le fichier {0} ne contient pas de certificats au format PEM.</translation>
    </message>
    <message>
        <source>The journal is damaged</source>
        <translation>Le journal est endommagé</translation>
    </message>
    <message>
        <source>The journal was damaged. It was set aside as {0}, and a new one has begun, so imports that were under way are not known any more. Import their sources again: what has arrived is not brought in twice. A mailbox on the server whose name begins with Mailferry and a number can be deleted.</source>
        <translation>Le journal était endommagé. Il a été mis de côté comme {0}, et un nouveau a commencé&#xa0;; les importations en cours ne sont donc plus connues. Importez leurs sources de nouveau&#xa0;: ce qui est arrivé n’est pas apporté deux fois. Un dossier du serveur dont le nom commence par Mailferry et un numéro peut être supprimé.</translation>
    </message>
    <message>
        <source>The journal {0} cannot be opened: {1}. It was left as it is.</source>
        <translation>Le journal {0} ne peut être ouvert&#xa0;: {1}. Il a été laissé tel quel.</translation>
    </message>
    <message>
        <source>The journal {0} cannot be read: {1}.</source>
        <translation>Le journal {0} ne peut être lu&#xa0;: {1}.</translation>
    </message>
    <message>
        <source>The journal {0} cannot be written: {1}.</source>
        <translation>Le journal {0} ne peut être écrit&#xa0;: {1}.</translation>
    </message>
    <message>
        <source>The journal {0} is damaged, and cannot be moved away: {1}. Move it away, and Mailferry begins a new one.</source>
        <translation>Le journal {0} est endommagé, et ne peut être déplacé&#xa0;: {1}. Déplacez-le, et Mailferry en commence un nouveau.</translation>
    </message>
    <message>
        <source>The journal {0} was written by a newer Mailferry (format {1}, this one knows {2}). Use the newer one.</source>
        <translation>Le journal {0} a été écrit par un Mailferry plus récent (format {1}, celui-ci connaît {2}). Utilisez le plus récent.</translation>
    </message>
    <message>
        <source>The mail server</source>
        <translation>Le serveur de messagerie</translation>
    </message>
    <message>
        <source>The mailbox does not exist, and could not be made.</source>
        <translation>Le dossier n’existe pas, et n’a pas pu être créé.</translation>
    </message>
    <message>
        <source>The mailbox is full</source>
        <translation>La boîte est pleine</translation>
    </message>
    <message>
        <source>The mailbox is full: 1 message waits. Make room, then go on.</source>
        <translation>La boîte est pleine&#xa0;: 1 message attend. Faites de la place, puis continuez.</translation>
    </message>
    <message>
        <source>The mailbox is full: {0} messages wait. Make room, then go on.</source>
        <translation>La boîte est pleine&#xa0;: {0} messages attendent. Faites de la place, puis continuez.</translation>
    </message>
    <message>
        <source>The mailbox is not there any more.</source>
        <translation>Le dossier n’est plus là.</translation>
    </message>
    <message>
        <source>The mailbox may be too small</source>
        <translation>La boîte est peut-être trop petite</translation>
    </message>
    <message>
        <source>the mailbox was made anew</source>
        <translation>le dossier a été recréé</translation>
    </message>
    <message>
        <source>The mailbox {0} cannot be opened.</source>
        <translation>Le dossier {0} ne peut être ouvert.</translation>
    </message>
    <message>
        <source>The mailbox {0} is gone, so nobody can tell whether the batch had arrived in it.</source>
        <translation>Le dossier {0} a disparu&#xa0;; personne ne peut donc dire si le lot y était arrivé.</translation>
    </message>
    <message>
        <source>The mailbox {0} that this import needed may still be on the server. It goes when Mailferry connects to the account again; forget the import after that.</source>
        <translation>Le dossier {0} dont cette importation avait besoin est peut-être encore sur le serveur. Il part quand Mailferry se reconnecte au compte&#xa0;; oubliez l’importation après cela.</translation>
    </message>
    <message>
        <source>The mailbox {0} was made anew meanwhile, so nobody can tell whether the batch had arrived in it.</source>
        <translation>Le dossier {0} a été recréé entre-temps&#xa0;; personne ne peut donc dire si le lot y était arrivé.</translation>
    </message>
    <message>
        <source>The password could not be kept</source>
        <translation>Le mot de passe n’a pas pu être gardé</translation>
    </message>
    <message>
        <source>The practice mailbox has ended before it arrived.</source>
        <translation>La boîte d’essai a pris fin avant qu’il arrive.</translation>
    </message>
    <message>
        <source>The password of {0} is needed, to read mail from there.</source>
        <translation>Le mot de passe de {0} est nécessaire, pour y lire du courrier.</translation>
    </message>
    <message>
        <source>The password of {0} is needed.</source>
        <translation>Le mot de passe de {0} est nécessaire.</translation>
    </message>
    <message>
        <source>The password of {0} was removed. The account stays in the list because of its past imports.</source>
        <translation>Le mot de passe de {0} a été retiré. Le compte reste dans la liste à cause de ses importations passées.</translation>
    </message>
    <message>
        <source>The report could not be written to {0}: {1}.</source>
        <translation>Le rapport n’a pas pu être écrit dans {0}&#xa0;: {1}.</translation>
    </message>
    <message>
        <source>The report was not saved</source>
        <translation>Le rapport n’a pas été enregistré</translation>
    </message>
    <message>
        <source>The rest of a batch that is in the mailbox in part cannot be read any more.</source>
        <translation>Le reste d’un lot dont une partie est dans le dossier ne peut plus être lu.</translation>
    </message>
    <message>
        <source>The server announced {0} octets and gave none.</source>
        <translation>Le serveur a annoncé {0} octets et n’en a donné aucun.</translation>
    </message>
    <message>
        <source>The server asks us to wait</source>
        <translation>Le serveur nous demande d’attendre</translation>
    </message>
    <message>
        <source>The server asks us to wait.</source>
        <translation>Le serveur nous demande d’attendre.</translation>
    </message>
    <message>
        <source>No message of this batch is known to be missing.</source>
        <translation>D’aucun message de ce lot on ne sait qu’il manque.</translation>
    </message>
    <message>
        <source>none</source>
        <translation>aucune</translation>
    </message>
    <message>
        <source>There: the server said so (UID {0})</source>
        <translation>Là&#xa0;: le serveur l’a dit (UID {0})</translation>
    </message>
    <message>
        <source>There, as it was sent (UID {0})</source>
        <translation>Là, tel qu’envoyé (UID {0})</translation>
    </message>
    <message>
        <source>There {0} times (UID {1})</source>
        <translation>Là {0} fois (UID {1})</translation>
    </message>
    <message>
        <source>There, but not in the order of the batch (UID {0})</source>
        <translation>Là, mais pas dans l’ordre du lot (UID {0})</translation>
    </message>
    <message>
        <source>Perhaps there, changed by the server to {0} octets (UID {1})</source>
        <translation>Peut-être là, changé par le serveur en {0} octets (UID {1})</translation>
    </message>
    <message>
        <source>Not there</source>
        <translation>Pas là</translation>
    </message>
    <message>
        <source>Nobody can tell</source>
        <translation>Personne ne peut le dire</translation>
    </message>
    <message>
        <source>Counted as arrived.</source>
        <translation>Compté comme arrivé.</translation>
    </message>
    <message>
        <source>The server cannot have the name {0}.</source>
        <translation>Le serveur ne peut avoir le nom {0}.</translation>
    </message>
    <message>
        <source>The server did not answer for each message.</source>
        <translation>Le serveur n’a pas répondu pour chaque message.</translation>
    </message>
    <message>
        <source>The server does not answer</source>
        <translation>Le serveur ne répond pas</translation>
    </message>
    <message>
        <source>The server does not give it any more: it was probably removed there while the mailbox was read.</source>
        <translation>Le serveur ne le donne plus&#xa0;: il y a sans doute été supprimé pendant la lecture du dossier.</translation>
    </message>
    <message>
        <source>The server does not let this sign-in go on. Check the password, then go on.</source>
        <translation>Le serveur ne laisse pas continuer cette session. Vérifiez le mot de passe, puis continuez.</translation>
    </message>
    <message>
        <source>The server ended the connection</source>
        <translation>Le serveur a mis fin à la connexion</translation>
    </message>
    <message>
        <source>The server ends the connection each time it is to give this message.</source>
        <translation>Le serveur met fin à la connexion chaque fois qu’il doit donner ce message.</translation>
    </message>
    <message>
        <source>The server ends the connection when it is sent, and says: {0}</source>
        <translation>Le serveur met fin à la connexion à son envoi, et dit&#xa0;: {0}</translation>
    </message>
    <message>
        <source>The server gives no reason.</source>
        <translation>Le serveur ne donne pas de raison.</translation>
    </message>
    <message>
        <source>The server has kept these messages of a batch that it refused.</source>
        <translation>Le serveur a gardé ces messages d’un lot qu’il a refusé.</translation>
    </message>
    <message>
        <source>The server has put us off {0} times. Try again later.</source>
        <translation>Le serveur nous a renvoyés {0} fois à plus tard. Réessayez plus tard.</translation>
    </message>
    <message>
        <source>The server has refused the batch, but messages of an attempt before, which was lost, have come late.</source>
        <translation>Le serveur a refusé le lot, mais des messages d’un essai précédent, qui fut perdu, sont arrivés en retard.</translation>
    </message>
    <message>
        <source>The server has twice reported a fault of its own. Ask its operator, or try again: then what it does not take is left out.</source>
        <translation>Le serveur a signalé deux fois une faute de sa part. Demandez à son exploitant, ou réessayez&#xa0;: alors ce qu’il ne prend pas est écarté.</translation>
    </message>
    <message>
        <source>The server refused</source>
        <translation>Le serveur a refusé</translation>
    </message>
    <message>
        <source>The server refused the batch after a part of it was stored, and that part could not be removed again. The server said: {0}</source>
        <translation>Le serveur a refusé le lot après en avoir déposé une partie, et cette partie n’a pas pu être retirée. Le serveur a dit&#xa0;: {0}</translation>
    </message>
    <message>
        <source>The server refused the batch, and yet a part of it is there. It was not removed, since it could be of another program. The server said: {0}</source>
        <translation>Le serveur a refusé le lot, et pourtant une partie en est là. Elle n’a pas été supprimée, car elle pourrait être d’un autre programme. Le serveur a dit&#xa0;: {0}</translation>
    </message>
    <message>
        <source>The server refused the batch, but messages of it are in {0} in another order, so nobody can tell which of them are of this import.</source>
        <translation>Le serveur a refusé le lot, mais des messages en sont dans {0} dans un autre ordre&#xa0;; personne ne peut donc dire lesquels sont de cette importation.</translation>
    </message>
    <message>
        <source>The server refused the name {0}: {1}</source>
        <translation>Le serveur a refusé le nom {0}&#xa0;: {1}</translation>
    </message>
    <message>
        <source>The server reports a fault of its own</source>
        <translation>Le serveur signale une faute de sa part</translation>
    </message>
    <message>
        <source>The server says: {0}</source>
        <translation>Le serveur dit&#xa0;: {0}</translation>
    </message>
    <message>
        <source>The server sent an answer without end.</source>
        <translation>Le serveur a envoyé une réponse sans fin.</translation>
    </message>
    <message>
        <source>The server shows only a part of the mailbox at once.</source>
        <translation>Le serveur ne montre qu’une partie du dossier à la fois.</translation>
    </message>
    <message>
        <source>The server takes fewer messages at once.</source>
        <translation>Le serveur prend moins de messages à la fois.</translation>
    </message>
    <message>
        <source>The server takes nothing now</source>
        <translation>Le serveur ne prend rien pour l’instant</translation>
    </message>
    <message>
        <source>The server wants you to sign in again</source>
        <translation>Le serveur veut que vous vous identifiiez de nouveau</translation>
    </message>
    <message>
        <source>The server would not give this message: {0}</source>
        <translation>Le serveur n’a pas voulu donner ce message&#xa0;: {0}</translation>
    </message>
    <message>
        <source>The server&apos;s certificate is not trusted</source>
        <translation>Le certificat du serveur n’est pas reconnu</translation>
    </message>
    <message>
        <source>The staging mailbox does not hold what was put into it.</source>
        <translation>Le dossier intermédiaire ne contient pas ce qui y a été mis.</translation>
    </message>
    <message>
        <source>The system&apos;s password store did not take the password. It is kept until Mailferry ends.</source>
        <translation>Le trousseau du système n’a pas pris le mot de passe. Il est gardé jusqu’à la fin de Mailferry.</translation>
    </message>
    <message>
        <source>The system&apos;s password store does not answer. The password is kept until Mailferry ends.</source>
        <translation>Le trousseau du système ne répond pas. Le mot de passe est gardé jusqu’à la fin de Mailferry.</translation>
    </message>
    <message>
        <source>The system&apos;s password store is locked. Unlock it, then save the password again; until then it is kept until Mailferry ends.</source>
        <translation>Le trousseau du système est verrouillé. Déverrouillez-le, puis enregistrez de nouveau le mot de passe&#xa0;; d’ici là il est gardé jusqu’à la fin de Mailferry.</translation>
    </message>
    <message>
        <source>The user name or the password holds a control character, such as a line end. Type it anew.</source>
        <translation>Le nom d’utilisateur ou le mot de passe contient un caractère de commande, comme une fin de ligne. Tapez-le de nouveau.</translation>
    </message>
    <message>
        <source>there in part</source>
        <translation>là en partie</translation>
    </message>
    <message>
        <source>There is no import {0}.</source>
        <translation>Il n’y a pas d’importation {0}.</translation>
    </message>
    <message>
        <source>There is no room for it in the mailbox.</source>
        <translation>Il n’y a pas de place pour lui dans la boîte.</translation>
    </message>
    <message>
        <source>There is no room to note what happens in {0}. Free some space, then go on; nothing is lost.</source>
        <translation>Il n’y a pas de place pour noter ce qui se passe dans {0}. Libérez de la place, puis continuez&#xa0;; rien n’est perdu.</translation>
    </message>
    <message>
        <source>There is no room to open the journal in {0}. Free some space, then start Mailferry again; nothing is lost.</source>
        <translation>Il n’y a pas de place pour ouvrir le journal dans {0}. Libérez de la place, puis relancez Mailferry&#xa0;; rien n’est perdu.</translation>
    </message>
    <message>
        <source>There is no server named {0}. Check the spelling, and that you are online.</source>
        <translation>Il n’y a pas de serveur nommé {0}. Vérifiez l’orthographe, et que vous êtes en ligne.</translation>
    </message>
    <message>
        <source>There is not enough room in {0} for it. Free some space, then import it again.</source>
        <translation>La place manque pour lui dans {0}. Libérez de la place, puis importez-le de nouveau.</translation>
    </message>
    <message>
        <source>There is not enough room in {0} to import {1}: about {2} are needed {3}, and {4} are free. Free some space, then go on, or cancel this import.</source>
        <translation>La place manque dans {0} pour importer {1}&#xa0;: il faut environ {2} {3}, et {4} sont libres. Libérez de la place, puis continuez, ou annulez cette importation.</translation>
    </message>
    <message>
        <source>There is nothing left to do for this batch.</source>
        <translation>Il n’y a plus rien à faire pour ce lot.</translation>
    </message>
    <message>
        <source>There, in {0}: none that could be told.</source>
        <translation>Là, dans {0}&#xa0;: aucun qu’on ait pu reconnaître.</translation>
    </message>
    <message>
        <source>There, in {0}: {1} of them, number {2}{3} of the batch (UID {4}).</source>
        <translation>Là, dans {0}&#xa0;: {1} d’entre eux, numéros {2}{3} du lot (UID {4}).</translation>
    </message>
    <message>
        <source>This computer has no password store, so the password is kept only until Mailferry ends.</source>
        <translation>Cet ordinateur n’a pas de trousseau&#xa0;; le mot de passe n’est donc gardé que jusqu’à la fin de Mailferry.</translation>
    </message>
    <message>
        <source>This import is not through yet. Let it arrive, or cancel it, before it is forgotten.</source>
        <translation>Cette importation n’est pas finie. Laissez-la arriver, ou annulez-la, avant de l’oublier.</translation>
    </message>
    <message>
        <source>This import is not through yet. Let it arrive, or cancel it, first.</source>
        <translation>Cette importation n’est pas finie. Laissez-la arriver, ou annulez-la, d’abord.</translation>
    </message>
    <message>
        <source>This message is not in the batch any more.</source>
        <translation>Ce message n’est plus dans le lot.</translation>
    </message>
    <message>
        <source>This server takes no batches any more.</source>
        <translation>Ce serveur ne prend plus de lots.</translation>
    </message>
    <message>
        <source>to unpack it and for its records</source>
        <translation>pour la décompresser et pour ses notes</translation>
    </message>
    <message>
        <source>UID {0}, unknown to the journal</source>
        <translation>UID {0}, inconnu du journal</translation>
    </message>
    <message>
        <source>was altered by the server</source>
        <translation>a été changé par le serveur</translation>
    </message>
    <message>
        <source>What answers at {0}, port {1}, is not an IMAP server. Check the name and the port.</source>
        <translation>Ce qui répond à {0}, port {1}, n’est pas un serveur IMAP. Vérifiez le nom et le port.</translation>
    </message>
    <message>
        <source>Without a date, so nobody knows whether it is between the dates that were chosen.</source>
        <translation>Sans date&#xa0;; personne ne sait donc s’il est entre les dates choisies.</translation>
    </message>
    <message>
        <source>You may not add mail to this mailbox.</source>
        <translation>Vous n’avez pas le droit d’ajouter du courrier à ce dossier.</translation>
    </message>
    <message>
        <source>{0} are still to be sent, and the server says that there is room for {1}. What does not fit will wait.</source>
        <translation>{0} restent à envoyer, et le serveur dit qu’il y a de la place pour {1}. Ce qui ne tient pas attendra.</translation>
    </message>
    <message>
        <source>{0} at octet {1}</source>
        <translation>{0} à l’octet {1}</translation>
    </message>
    <message>
        <source>{0} cannot remove single messages (UIDPLUS): all that is marked as deleted would go with them. So nothing can be taken back there.</source>
        <translation>{0} ne peut supprimer des messages un par un (UIDPLUS)&#xa0;: tout ce qui est marqué comme supprimé partirait avec. Rien ne peut donc y être retiré.</translation>
    </message>
    <message>
        <source>{0} did not accept the user {1} with this password. Check both; some providers want an app password.</source>
        <translation>{0} n’a pas accepté l’utilisateur {1} avec ce mot de passe. Vérifiez les deux&#xa0;; certains fournisseurs exigent un mot de passe d’application.</translation>
    </message>
    <message>
        <source>{0} does not let anyone sign in with a password on this connection.</source>
        <translation>{0} ne laisse personne s’identifier avec un mot de passe sur cette connexion.</translation>
    </message>
    <message>
        <source>{0} has let {1} in with this password before, but does not any more. Sign in again, or try again later.</source>
        <translation>{0} a déjà laissé entrer {1} avec ce mot de passe, mais plus maintenant. Identifiez-vous de nouveau, ou réessayez plus tard.</translation>
    </message>
    <message>
        <source>{0} has let {1} in with this password before, but refuses it now. It is tried again.</source>
        <translation>{0} a déjà laissé entrer {1} avec ce mot de passe, mais le refuse maintenant. Un nouvel essai suit.</translation>
    </message>
    <message>
        <source>Mail of {0} is still being read for an import. Let it come to its end, or cancel it, first.</source>
        <translation>Du courrier de {0} est encore lu pour une importation. Laissez-la finir, ou annulez-la, d’abord.</translation>
    </message>
    <message>
        <source>The server lets us in later</source>
        <translation>Le serveur nous laisse entrer plus tard</translation>
    </message>
    <message>
        <source>{0} ended the connection</source>
        <translation>{0} a mis fin à la connexion</translation>
    </message>
    <message>
        <source>{0} gave an answer that makes no sense when it was asked to {1}.</source>
        <translation>{0} a donné une réponse qui n’a pas de sens quand on lui a demandé de {1}.</translation>
    </message>
    <message>
        <source>{0} has no address.</source>
        <translation>{0} n’a pas d’adresse.</translation>
    </message>
    <message>
        <source>{0} has no mailbox {1} that can be read. Check how it is spelled.</source>
        <translation>{0} n’a pas de dossier {1} qui puisse être lu. Vérifiez son orthographe.</translation>
    </message>
    <message>
        <source>{0} has stopped answering. Check that you are online, or try again later.</source>
        <translation>{0} ne répond plus. Vérifiez que vous êtes en ligne, ou réessayez plus tard.</translation>
    </message>
    <message>
        <source>{0} is another computer, so your password would cross the network readable for everyone. Use a protected connection.</source>
        <translation>{0} est un autre ordinateur&#xa0;; votre mot de passe traverserait donc le réseau lisible par tous. Utilisez une connexion protégée.</translation>
    </message>
    <message>
        <source>{0} is not connected yet, so its mailboxes are not known.</source>
        <translation>{0} n’est pas encore connecté&#xa0;; ses dossiers ne sont donc pas connus.</translation>
    </message>
    <message>
        <source>{0} is paused, so its server is asked nothing. Let it go on first.</source>
        <translation>{0} est en pause&#xa0;; rien n’est donc demandé à son serveur. Laissez-le d’abord continuer.</translation>
    </message>
    <message>
        <source>{0} messages</source>
        <translation>{0} messages</translation>
    </message>
    <message>
        <source>{0} octets</source>
        <translation>{0} octets</translation>
    </message>
    <message>
        <source>{0} of {1} messages were stored.</source>
        <translation>{0} messages sur {1} ont été déposés.</translation>
    </message>
    <message>
        <source>{0} refused to begin a protected connection, so no password was sent.</source>
        <translation>{0} a refusé de commencer une connexion protégée&#xa0;; aucun mot de passe n’a donc été envoyé.</translation>
    </message>
    <message>
        <source>{0} refuses connections to port {1}. Check the port, and that the server runs.</source>
        <translation>{0} refuse les connexions au port {1}. Vérifiez le port, et que le serveur tourne.</translation>
    </message>
    <message>
        <source>{0} sent a line without end.</source>
        <translation>{0} a envoyé une ligne sans fin.</translation>
    </message>
    <message>
        <source>{0} shows a certificate that it signed itself. If you trust it, give its certificate file.</source>
        <translation>{0} montre un certificat qu’il a signé lui-même. Si vous lui faites confiance, indiquez son fichier de certificat.</translation>
    </message>
    <message>
        <source>{0} shows only a part of the mailbox at once.</source>
        <translation>{0} ne montre qu’une partie du dossier à la fois.</translation>
    </message>
    <message>
        <source>{0} spoke out of turn before the protected connection began.</source>
        <translation>{0} a parlé hors de son tour avant que commence la connexion protégée.</translation>
    </message>
    <message>
        <source>{0} still has mail waiting. Let it arrive, or cancel it, first.</source>
        <translation>{0} a encore du courrier qui attend. Laissez-le arriver, ou annulez-le, d’abord.</translation>
    </message>
    <message>
        <source>{0} takes no user name or password with other than ASCII characters.</source>
        <translation>{0} ne prend pas de nom d’utilisateur ou de mot de passe avec d’autres caractères qu’ASCII.</translation>
    </message>
    <message>
        <source>{0} takes us as signed in before the connection is protected. That is not safe, so nothing was sent.</source>
        <translation>{0} nous tient pour identifiés avant que la connexion soit protégée. Ce n’est pas sûr&#xa0;; rien n’a donc été envoyé.</translation>
    </message>
    <message>
        <source>{0} takes us as signed in without asking who we are. That is not safe, so nothing was sent.</source>
        <translation>{0} nous tient pour identifiés sans demander qui nous sommes. Ce n’est pas sûr&#xa0;; rien n’a donc été envoyé.</translation>
    </message>
    <message>
        <source>{0} The server&apos;s words: {1}{2}</source>
        <translation>{0} Les mots du serveur&#xa0;: {1}{2}</translation>
    </message>
    <message>
        <source>{0} turned us away</source>
        <translation>{0} nous a éconduits</translation>
    </message>
    <message>
        <source>{0} was changed since it was read.</source>
        <translation>{0} a changé depuis sa lecture.</translation>
    </message>
    <message>
        <source>{0} would not {1}</source>
        <translation>{0} n’a pas voulu {1}</translation>
    </message>
    <message>
        <source>{0}, port {1}, could not be reached: {2}.</source>
        <translation>{0}, port {1}, n’a pas pu être joint&#xa0;: {2}.</translation>
    </message>
    <message>
        <source>{0}, port {1}, does not answer. Check the name and the port, and that you are online.</source>
        <translation>{0}, port {1}, ne répond pas. Vérifiez le nom et le port, et que vous êtes en ligne.</translation>
    </message>
    <message>
        <source>{0}, port {1}, offers no protected connection (STARTTLS), so no password was sent. Try imaps:// (port 993).</source>
        <translation>{0}, port {1}, n’offre pas de connexion protégée (STARTTLS)&#xa0;; aucun mot de passe n’a donc été envoyé. Essayez imaps:// (port 993).</translation>
    </message>
    <message>
        <source>“{0}” ({1} at octet {2})</source>
        <translation>«&#xa0;{0}&#xa0;» ({1} à l’octet {2})</translation>
    </message>
    <message>
        <source>“{0}” ({1})</source>
        <translation>«&#xa0;{0}&#xa0;» ({1})</translation>
    </message>
</context>
<context>
    <name>FoundList</name>
    <message>
        <source>Mail on this computer</source>
        <translation>Courrier sur cet ordinateur</translation>
    </message>
</context>
<context>
    <name>Help</name>
    <message>
        <source>Mail in three steps</source>
        <translation>En trois étapes</translation>
    </message>
    <message>
        <source>Add the account that the mail should go to: choose Add account. Or try it first with the practice mailbox.</source>
        <translation>Ajoutez le compte où le courrier doit aller&#xa0;: choisissez «&#xa0;Ajouter un compte&#xa0;». Ou essayez d’abord avec la boîte d’essai.</translation>
    </message>
    <message>
        <source>Drag mail files or folders from your file manager onto a mailbox on the right. Or look into them first: drop them on the left, then drag a folder or messages from there.</source>
        <translation>Glissez des fichiers ou dossiers de courrier de votre gestionnaire de fichiers sur un dossier à droite. Ou regardez-y d’abord&#xa0;: déposez-les à gauche, puis glissez de là un dossier ou des messages.</translation>
    </message>
    <message>
        <source>Read the plan that appears, and press Import. Watch the batches below: each arrives whole or not at all.</source>
        <translation>Lisez le plan qui s’affiche, et appuyez sur «&#xa0;Importer&#xa0;». Regardez les lots en bas&#xa0;: chacun arrive entier ou pas du tout.</translation>
    </message>
    <message>
        <source>The plan</source>
        <translation>Le plan</translation>
    </message>
    <message>
        <source>A drop changes nothing by itself. The plan says how many messages there are, which folder becomes which mailbox, what is too large for the server, and how the batches are kept whole on it.</source>
        <translation>Un dépôt ne change rien par lui-même. Le plan dit combien de messages il y a, quel dossier devient quel dossier du serveur, ce qui est trop grand pour le serveur, et comment les lots y sont gardés entiers.</translation>
    </message>
    <message>
        <source>Mailboxes in the plan can be changed: double-click, or press F2. You can leave out what lies outside two dates, or what is marked as deleted, and let all arrive as read.</source>
        <translation>Les dossiers du plan peuvent être changés&#xa0;: double-cliquez, ou appuyez sur F2. Vous pouvez écarter ce qui est hors de deux dates, ou ce qui est marqué comme supprimé, et faire tout arriver comme lu.</translation>
    </message>
    <message>
        <source>What is in the mailbox already is not sent again, so the same import can be repeated without harm.</source>
        <translation>Ce qui est déjà dans le dossier n’est pas renvoyé&#xa0;; la même importation peut donc être répétée sans dommage.</translation>
    </message>
    <message>
        <source>When the server refuses a batch</source>
        <translation>Quand le serveur refuse un lot</translation>
    </message>
    <message>
        <source>Nothing of that batch was stored. By itself Mailferry then splits it until the refused messages stand alone, and gets all others in.</source>
        <translation>Rien de ce lot n’a été déposé. De lui-même, Mailferry le divise alors jusqu’à ce que les messages refusés soient seuls, et fait entrer tous les autres.</translation>
    </message>
    <message>
        <source>Leave it out: send the batch without the refused message.</source>
        <translation>L’écarter&#xa0;: envoyer le lot sans le message refusé.</translation>
    </message>
    <message>
        <source>Split and find the cause: in halves, again and again.</source>
        <translation>Diviser et trouver la cause&#xa0;: en moitiés, encore et encore.</translation>
    </message>
    <message>
        <source>One by one: each message in a batch of its own.</source>
        <translation>Un par un&#xa0;: chaque message dans un lot à lui.</translation>
    </message>
    <message>
        <source>Try again: the same batch as it is, for example after you made room.</source>
        <translation>Réessayer&#xa0;: le même lot tel quel, par exemple après avoir fait de la place.</translation>
    </message>
    <message>
        <source>Repair and send: the button says exactly what it would change in the message.</source>
        <translation>Réparer et envoyer&#xa0;: le bouton dit exactement ce qu’il changerait dans le message.</translation>
    </message>
    <message>
        <source>Save and skip: a copy is kept as a file, with the reason, and the message is left out.</source>
        <translation>Garder et passer&#xa0;: une copie est gardée comme fichier, avec la raison, et le message est écarté.</translation>
    </message>
    <message>
        <source>Skip: leave all of it out.</source>
        <translation>Passer&#xa0;: tout écarter.</translation>
    </message>
    <message>
        <source>Details shows the server&apos;s own words.</source>
        <translation>Détails montre les mots du serveur.</translation>
    </message>
    <message>
        <source>After an import</source>
        <translation>Après une importation</translation>
    </message>
    <message>
        <source>By itself Mailferry compares what arrived with what was sent: number, size, date and flags. Compare every byte fetches all of it again. Differences are named one by one.</source>
        <translation>De lui-même, Mailferry compare ce qui est arrivé avec ce qui a été envoyé&#xa0;: nombre, taille, date et marques. Comparer chaque octet reprend tout encore une fois. Les différences sont nommées une par une.</translation>
    </message>
    <message>
        <source>The report adds up: what arrived, what was there already, what was refused or left out, and why. It can be saved as HTML and CSV.</source>
        <translation>Le rapport tombe juste&#xa0;: ce qui est arrivé, ce qui était déjà là, ce qui a été refusé ou écarté, et pourquoi. Il peut être enregistré en HTML et en CSV.</translation>
    </message>
    <message>
        <source>Take back what arrived removes just the messages that this import brought, after it has shown what it would remove. What somebody has changed since then stays.</source>
        <translation>Défaire une importation supprime seulement les messages qu’elle a apportés, après avoir montré ce qui serait supprimé. Ce que quelqu’un a modifié depuis reste.</translation>
    </message>
    <message>
        <source>Google Takeout</source>
        <translation>Google Takeout</translation>
    </message>
    <message>
        <source>Open the archive as it was downloaded, without unpacking it. Google knows labels, not folders: the settings say whether they become mailboxes or keywords.</source>
        <translation>Ouvrez l’archive telle qu’elle a été téléchargée, sans la décompresser. Google connaît des libellés, pas des dossiers&#xa0;: les réglages disent s’ils deviennent des dossiers ou des mots-clés.</translation>
    </message>
    <message>
        <source>Passwords</source>
        <translation>Mots de passe</translation>
    </message>
    <message>
        <source>A password is kept in the password store of your system and nowhere else. Where there is none, it is forgotten when Mailferry ends.</source>
        <translation>Un mot de passe est gardé dans le trousseau de votre système et nulle part ailleurs. Là où il n’y en a pas, il est oublié à la fin de Mailferry.</translation>
    </message>
    <message>
        <source>It is sent to your mail server only, and only by a protected connection. Some providers want an app password instead of your own: you make it on their web page.</source>
        <translation>Il n’est envoyé qu’à votre serveur de messagerie, et seulement par une connexion protégée. Certains fournisseurs exigent un mot de passe d’application au lieu du vôtre&#xa0;: vous le créez sur leur site.</translation>
    </message>
    <message>
        <source>Closing the window</source>
        <translation>Fermer la fenêtre</translation>
    </message>
    <message>
        <source>What has not been sent stays in the queue and goes on at the next start. A batch that was under way is sent again as a whole; nothing arrives twice.</source>
        <translation>Ce qui n’a pas été envoyé reste dans la liste et continue au prochain démarrage. Un lot en cours est renvoyé en entier&#xa0;; rien n’arrive deux fois.</translation>
    </message>
    <message>
        <source>The practice mailbox ends with the window, and what it holds is gone.</source>
        <translation>La boîte d’essai finit avec la fenêtre, et ce qu’elle contient disparaît.</translation>
    </message>
    <message>
        <source>Without a mouse</source>
        <translation>Sans souris</translation>
    </message>
    <message>
        <source>Copy files in your file manager, choose a mailbox, and paste (Ctrl+V). Or choose a folder or messages on the left and a mailbox on the right, and press Ctrl+I.</source>
        <translation>Copiez des fichiers dans votre gestionnaire de fichiers, choisissez un dossier, et collez (Ctrl+V). Ou choisissez un dossier ou des messages à gauche et un dossier à droite, et appuyez sur Ctrl+I.</translation>
    </message>
    <message>
        <source>F6 goes from pane to pane. In the queue, Return on a refused batch goes to its buttons, Delete cancels what still waits.</source>
        <translation>F6 va d’un volet à l’autre. Dans les lots, Entrée sur un lot refusé va à ses boutons, Suppr annule ce qui attend encore.</translation>
    </message>
    <message>
        <source>All keys are listed in Help, Keyboard shortcuts.</source>
        <translation>Toutes les touches sont dans Aide, Raccourcis clavier.</translation>
    </message>
    <message>
        <source>Go to the next pane</source>
        <translation>Aller au volet suivant</translation>
    </message>
    <message>
        <source>Go to the next field or button</source>
        <translation>Aller au champ ou bouton suivant</translation>
    </message>
    <message>
        <source>Queue: go to the buttons of a refused batch; lists: open</source>
        <translation>Lots&#xa0;: aller aux boutons d’un lot refusé&#xa0;; listes&#xa0;: ouvrir</translation>
    </message>
    <message>
        <source>Return</source>
        <translation>Entrée</translation>
    </message>
    <message>
        <source>Queue: cancel what still waits</source>
        <translation>Lots&#xa0;: annuler ce qui attend encore</translation>
    </message>
    <message>
        <source>Messages: choose all</source>
        <translation>Messages&#xa0;: tout choisir</translation>
    </message>
    <message>
        <source>The menus; with an underlined letter, that button</source>
        <translation>Les menus&#xa0;; avec une lettre soulignée, ce bouton</translation>
    </message>
    <message>
        <source>&lt;h3&gt;Mailferry {0}&lt;/h3&gt;&lt;p&gt;Drag mail from files into an IMAP mailbox: whole batches, every message once, byte for byte.&lt;/p&gt;&lt;p&gt;Apache License 2.0&lt;/p&gt;&lt;p&gt;It uses:&lt;/p&gt;</source>
        <translation>&lt;h3&gt;Mailferry {0}&lt;/h3&gt;&lt;p&gt;Glissez du courrier de fichiers dans un dossier IMAP&#xa0;: des lots entiers, chaque message une fois, octet pour octet.&lt;/p&gt;&lt;p&gt;Apache License 2.0&lt;/p&gt;&lt;p&gt;Il utilise&#xa0;:&lt;/p&gt;</translation>
    </message>
    <message>
        <source>Mailferry help</source>
        <translation>Aide de Mailferry</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Raccourcis clavier</translation>
    </message>
    <message>
        <source>About Mailferry</source>
        <translation>À propos de Mailferry</translation>
    </message>
</context>
<context>
    <name>Inspector</name>
    <message>
        <source>Message</source>
        <translation>Message</translation>
    </message>
    <message>
        <source>Found in the mailbox</source>
        <translation>Trouvé dans le dossier</translation>
    </message>
    <message>
        <source>State</source>
        <translation>État</translation>
    </message>
    <message>
        <source>Size sent</source>
        <translation>Taille envoyée</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Taille</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Date</translation>
    </message>
    <message>
        <source>Flags</source>
        <translation>Marques</translation>
    </message>
    <message>
        <source>Looked for: {0} octets with this header, among what came since.
Found: {1}</source>
        <translation>Cherché&#xa0;: {0} octets avec cet en-tête, parmi ce qui est venu depuis.
Trouvé&#xa0;: {1}</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Détails</translation>
    </message>
    <message>
        <source>Details of the chosen row</source>
        <translation>Détails de la ligne choisie</translation>
    </message>
    <message>
        <source>Choose a row to see all that is known of it.</source>
        <translation>Choisissez une ligne pour voir tout ce qu’on en sait.</translation>
    </message>
    <message>
        <source>Messages of the batch</source>
        <translation>Messages du lot</translation>
    </message>
    <message>
        <source>Attempts, and what was said to the server</source>
        <translation>Essais, et ce qui a été dit au serveur</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Résumé</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Messages</translation>
    </message>
    <message>
        <source>Attempts</source>
        <translation>Essais</translation>
    </message>
</context>
<context>
    <name>MailboxTree</name>
    <message>
        <source>A mailbox cannot be imported into itself.</source>
        <translation>Un dossier ne peut pas être importé dans lui-même.</translation>
    </message>
</context>
<context>
    <name>MailboxesModel</name>
    <message>
        <source>Drop mail onto a mailbox.</source>
        <translation>Déposez le courrier sur un dossier.</translation>
    </message>
    <message>
        <source>The mailboxes of {0} are not known yet.</source>
        <translation>Les dossiers de {0} ne sont pas encore connus.</translation>
    </message>
    <message>
        <source>{0} takes no mail itself. Drop onto another mailbox.</source>
        <translation>«&#xa0;{0}&#xa0;» ne prend pas de courrier. Déposez sur un autre dossier.</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Vers</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Messages</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>inconnu</translation>
    </message>
    <message>
        <source>{0} · {1}</source>
        <translation>{0} · {1}</translation>
    </message>
    <message>
        <source>{0} % full</source>
        <translation>{0} % plein</translation>
    </message>
    <message>
        <source>{0} of {1} are used, says the server</source>
        <translation>{0} sur {1} sont occupés, dit le serveur</translation>
    </message>
</context>
<context>
    <name>MailboxesPane</name>
    <message>
        <source>Accounts and mailboxes</source>
        <translation>Comptes et dossiers</translation>
    </message>
    <message>
        <source>Add the account that the mail should go to: choose Add account.</source>
        <translation>Ajoutez le compte où le courrier doit aller&#xa0;: choisissez «&#xa0;Ajouter un compte&#xa0;».</translation>
    </message>
    <message>
        <source>Im&amp;port into this mailbox</source>
        <translation>Import&amp;er dans ce dossier</translation>
    </message>
    <message>
        <source>Name of the new mailbox</source>
        <translation>Nom du nouveau dossier</translation>
    </message>
    <message>
        <source>Create</source>
        <translation>Créer</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>&amp;Try again</source>
        <translation>Réessa&amp;yer</translation>
    </message>
    <message>
        <source>&amp;Sign in ...</source>
        <translation>S’ide&amp;ntifier ...</translation>
    </message>
    <message>
        <source>Acco&amp;unt settings ...</source>
        <translation>Ré&amp;glages du compte ...</translation>
    </message>
    <message>
        <source>&amp;Go on</source>
        <translation>Co&amp;ntinuer</translation>
    </message>
    <message>
        <source>{0}: {1}</source>
        <translation>{0}&#xa0;: {1}</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>En pause</translation>
    </message>
    <message>
        <source>First add the account that the mail should go to.</source>
        <translation>Ajoutez d’abord le compte où le courrier doit aller.</translation>
    </message>
    <message>
        <source>Choose a mailbox that takes mail.</source>
        <translation>Choisissez un dossier qui accepte du courrier.</translation>
    </message>
    <message>
        <source>Choose what to import on the left.</source>
        <translation>Choisissez à gauche ce qui est à importer.</translation>
    </message>
    <message>
        <source>Im&amp;port {0} here</source>
        <translation>Import&amp;er {0} ici</translation>
    </message>
    <message>
        <source>New mailbox in {0}</source>
        <translation>Nouveau dossier dans {0}</translation>
    </message>
    <message>
        <source>Only mailboxes can be renamed, and not Inbox.</source>
        <translation>Seuls les dossiers peuvent être renommés, et pas Réception.</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Renommer</translation>
    </message>
    <message>
        <source>The name is taken</source>
        <translation>Ce nom est déjà pris</translation>
    </message>
    <message>
        <source>There is a mailbox {0} already. Choose another name.</source>
        <translation>Il y a déjà un dossier «&#xa0;{0}&#xa0;». Choisissez un autre nom.</translation>
    </message>
    <message>
        <source>&amp;Copy this mailbox</source>
        <translation>&amp;Copier ce dossier</translation>
    </message>
    <message>
        <source>&amp;Paste here</source>
        <translation>C&amp;oller ici</translation>
    </message>
    <message>
        <source>&amp;New mailbox ...</source>
        <translation>&amp;Nouveau dossier ...</translation>
    </message>
    <message>
        <source>Rena&amp;me mailbox ...</source>
        <translation>Reno&amp;mmer le dossier ...</translation>
    </message>
    <message>
        <source>&amp;Refresh mailboxes</source>
        <translation>Actua&amp;liser les dossiers</translation>
    </message>
    <message>
        <source>Account &amp;settings ...</source>
        <translation>&amp;Réglages du compte ...</translation>
    </message>
    <message>
        <source>&amp;Forget this account</source>
        <translation>O&amp;ublier ce compte</translation>
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
        <translation>Débit et temps restant</translation>
    </message>
    <message>
        <source>The import of {0} into {1} has begun.</source>
        <translation>L’importation de «&#xa0;{0}&#xa0;» dans «&#xa0;{1}&#xa0;» a commencé.</translation>
    </message>
    <message>
        <source>Stopping ...</source>
        <translation>Arrêt ...</translation>
    </message>
    <message>
        <source>The batch under way is given up, and nothing of it is stored, unless its answer comes in a moment. What has not arrived stays in the queue and goes on at the next start.</source>
        <translation>Le lot en cours est abandonné, et rien n’en est déposé, sauf si sa réponse arrive dans un instant. Ce qui n’est pas arrivé reste dans la liste et continue au prochain démarrage.</translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>Add mail &amp;files ...</source>
        <translation>Ajouter des &amp;fichiers de courrier ...</translation>
    </message>
    <message>
        <source>Add a f&amp;older of mail ...</source>
        <translation>Ajouter un &amp;dossier de courrier ...</translation>
    </message>
    <message>
        <source>&amp;Search the messages</source>
        <translation>&amp;Chercher dans les messages</translation>
    </message>
    <message>
        <source>&amp;Close this source</source>
        <translation>F&amp;ermer cette source</translation>
    </message>
    <message>
        <source>S&amp;ettings ...</source>
        <translation>&amp;Réglages ...</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Quitter</translation>
    </message>
    <message>
        <source>&amp;Add account ...</source>
        <translation>&amp;Ajouter un compte ...</translation>
    </message>
    <message>
        <source>&amp;Import into the chosen mailbox</source>
        <translation>&amp;Importer dans le dossier choisi</translation>
    </message>
    <message>
        <source>&amp;Pause all</source>
        <translation>Tout mettre en &amp;pause</translation>
    </message>
    <message>
        <source>Send &amp;refused batches again</source>
        <translation>Renvoyer les lots &amp;refusés</translation>
    </message>
    <message>
        <source>Mailferry &amp;help</source>
        <translation>&amp;Aide de Mailferry</translation>
    </message>
    <message>
        <source>&amp;First steps</source>
        <translation>&amp;Premiers pas</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>&amp;Raccourcis clavier</translation>
    </message>
    <message>
        <source>&amp;About Mailferry</source>
        <translation>À pr&amp;opos de Mailferry</translation>
    </message>
    <message>
        <source>&amp;Mail</source>
        <translation>&amp;Courrier</translation>
    </message>
    <message>
        <source>A&amp;ccount</source>
        <translation>C&amp;ompte</translation>
    </message>
    <message>
        <source>&amp;Import</source>
        <translation>&amp;Importation</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Affichage</translation>
    </message>
    <message>
        <source>&amp;From</source>
        <translation>&amp;De</translation>
    </message>
    <message>
        <source>&amp;To</source>
        <translation>&amp;Vers</translation>
    </message>
    <message>
        <source>&amp;Batches</source>
        <translation>&amp;Lots</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>Ai&amp;de</translation>
    </message>
    <message>
        <source>Add account</source>
        <translation>Ajouter un compte</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importer</translation>
    </message>
    <message>
        <source>Retry refused</source>
        <translation>Renvoyer les refusés</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Aide</translation>
    </message>
    <message>
        <source>&amp;Go on</source>
        <translation>&amp;Continuer</translation>
    </message>
    <message>
        <source>Tool bar</source>
        <translation>Barre d’outils</translation>
    </message>
    <message>
        <source>Add mail</source>
        <translation>Ajouter du courrier</translation>
    </message>
</context>
<context>
    <name>MessagesModel</name>
    <message>
        <source>Subject</source>
        <translation>Objet</translation>
    </message>
    <message>
        <source>From</source>
        <translation>De</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Date</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Taille</translation>
    </message>
    <message>
        <source>(no subject)</source>
        <translation>(sans objet)</translation>
    </message>
    <message>
        <source>no date</source>
        <translation>sans date</translation>
    </message>
</context>
<context>
    <name>MessagesPane</name>
    <message>
        <source>Messages of the chosen folder</source>
        <translation>Messages du dossier choisi</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Chercher</translation>
    </message>
    <message>
        <source>Search the messages of this folder</source>
        <translation>Chercher dans les messages de ce dossier</translation>
    </message>
    <message>
        <source>Previe&amp;w</source>
        <translation>A&amp;perçu</translation>
    </message>
    <message>
        <source>Show what the chosen message says</source>
        <translation>Montrer ce que dit le message choisi</translation>
    </message>
    <message>
        <source>No folder chosen</source>
        <translation>Aucun dossier choisi</translation>
    </message>
    <message>
        <source>Choose a folder on the left to see its messages.</source>
        <translation>Choisissez un dossier à gauche pour voir ses messages.</translation>
    </message>
    <message>
        <source>Outlook does not keep the message itself, only its texts, attachments and properties. A mail is made of them: it is whole, but not as it was sent.</source>
        <translation>Outlook ne garde pas les octets d’un message, seulement ses textes, pièces jointes et propriétés. Un message en est fait&#xa0;: il est entier, mais pas tel qu’il a été envoyé.</translation>
    </message>
    <message>
        <source>{0} of {1} in “{2}”</source>
        <translation>{0} sur {1} dans «&#xa0;{2}&#xa0;»</translation>
    </message>
    <message>
        <source>{0} in “{1}”</source>
        <translation>{0} dans «&#xa0;{1}&#xa0;»</translation>
    </message>
    <message>
        <source>“{0}”: {1} in its folders</source>
        <translation>«&#xa0;{0}&#xa0;»&#xa0;: {1} dans ses dossiers</translation>
    </message>
    <message>
        <source> · still reading ...</source>
        <translation> · lecture en cours ...</translation>
    </message>
    <message>
        <source> · {0} could not be read</source>
        <translation> · {0} n’ont pas pu être lus</translation>
    </message>
    <message>
        <source> · made of what Outlook keeps</source>
        <translation> · fait de ce que garde Outlook</translation>
    </message>
    <message>
        <source>Looking ...</source>
        <translation>Recherche ...</translation>
    </message>
    <message>
        <source>Reading ...</source>
        <translation>Lecture ...</translation>
    </message>
    <message>
        <source>No message has these words in its subject or sender.</source>
        <translation>Aucun message n’a ces mots dans son objet ou son expéditeur.</translation>
    </message>
    <message>
        <source>No messages in this folder itself. Choose one of the folders below it, or drag it with all that is below it.</source>
        <translation>Pas de messages dans ce dossier lui-même. Choisissez un des dossiers au-dessous, ou glissez-le avec tout ce qu’il contient.</translation>
    </message>
    <message>
        <source>There are no messages here.</source>
        <translation>Il n’y a pas de messages ici.</translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>Dismiss</source>
        <translation>Fermer</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Détails</translation>
    </message>
    <message>
        <source>Show the words of the server or the system</source>
        <translation>Montrer les mots du serveur ou du système</translation>
    </message>
</context>
<context>
    <name>OtherWays</name>
    <message>
        <source>Looking for what can be repaired ...</source>
        <translation>On cherche ce qui peut être réparé ...</translation>
    </message>
    <message>
        <source>Repair: {0}</source>
        <translation>Réparer&#xa0;: {0}</translation>
    </message>
    <message>
        <source>Mailferry knows no repair for what is in these messages. Split the batch and find the cause, or set the refused message aside.</source>
        <translation>Mailferry ne connaît pas de réparation pour ce qui est dans ces messages. Divisez le lot et trouvez la cause, ou mettez le message refusé de côté.</translation>
    </message>
    <message>
        <source>... and {0} more like these.</source>
        <translation>... et {0} autres comme ceux-ci.</translation>
    </message>
    <message>
        <source>1 of its messages would be changed, the others stay as they are.</source>
        <translation>1 de ses messages serait changé, les autres restent tels quels.</translation>
    </message>
    <message>
        <source>{0} of its messages would be changed, the others stay as they are.</source>
        <translation>{0} de ses messages seraient changés, les autres restent tels quels.</translation>
    </message>
    <message>
        <source>Repair and send</source>
        <translation>Réparer et envoyer</translation>
    </message>
    <message>
        <source>Nothing was set aside</source>
        <translation>Rien n’a été mis de côté</translation>
    </message>
    <message>
        <source>No message of this import is in the folder.</source>
        <translation>Aucun message de cette importation n’est dans le dossier.</translation>
    </message>
    <message>
        <source>The folder cannot be shown</source>
        <translation>Le dossier ne peut pas être affiché</translation>
    </message>
    <message>
        <source>No file manager answered. The messages are in {0}.</source>
        <translation>Aucun gestionnaire de fichiers n’a répondu. Les messages sont dans {0}.</translation>
    </message>
</context>
<context>
    <name>Plan</name>
    <message>
        <source>There is no mail in it.</source>
        <translation>Il n’y a pas de courrier dedans.</translation>
    </message>
    <message>
        <source>{0} cannot be read:</source>
        <translation>{0} illisible(s)&#xa0;:</translation>
    </message>
    <message>
        <source>{0}, {1}</source>
        <translation>{0}, {1}</translation>
    </message>
    <message>
        <source>{0} so far, still counting ...</source>
        <translation>{0} jusqu’ici, on compte encore ...</translation>
    </message>
    <message>
        <source>What the other account holds is counted while it is read: {0}</source>
        <translation>Ce que contient l’autre compte est compté pendant la lecture&#xa0;: {0}</translation>
    </message>
    <message>
        <source>What is left out by what is chosen here is counted while it is read.</source>
        <translation>Ce qui est écarté par vos choix est compté pendant la lecture.</translation>
    </message>
    <message>
        <source>The folders go below Inbox. To have them beside it, choose the account itself.</source>
        <translation>Les dossiers vont sous la boîte de réception. Pour les avoir à côté, choisissez le compte lui-même.</translation>
    </message>
    <message>
        <source>1 of them is unread.</source>
        <translation>1 d’entre eux est non lu.</translation>
    </message>
    <message>
        <source>{0} of them are unread.</source>
        <translation>{0} d’entre eux sont non lus.</translation>
    </message>
    <message>
        <source>1 is left out by what is chosen here.</source>
        <translation>1 est écarté par vos choix.</translation>
    </message>
    <message>
        <source>{0} are left out by what is chosen here.</source>
        <translation>{0} sont écartés par vos choix.</translation>
    </message>
    <message>
        <source>1 is marked as deleted in its source, and arrives without that mark.</source>
        <translation>1 est marqué comme supprimé dans sa source, et arrive sans cette marque.</translation>
    </message>
    <message>
        <source>{0} are marked as deleted in their source, and arrive without that mark.</source>
        <translation>{0} sont marqués comme supprimés dans leur source, et arrivent sans cette marque.</translation>
    </message>
    <message>
        <source>1 more is empty and is left out: there is nothing to send of it.</source>
        <translation>1 de plus est vide et écarté&#xa0;: il n’y a rien à en envoyer.</translation>
    </message>
    <message>
        <source>{0} more are empty and are left out: there is nothing to send of them.</source>
        <translation>{0} de plus sont vides et écartés&#xa0;: il n’y a rien à en envoyer.</translation>
    </message>
    <message>
        <source>1 is made of what Outlook keeps: whole, but not as it was sent.</source>
        <translation>1 est fait de ce que garde Outlook&#xa0;: entier, mais pas tel qu’il a été envoyé.</translation>
    </message>
    <message>
        <source>{0} are made of what Outlook keeps: whole, but not as they were sent.</source>
        <translation>{0} sont faits de ce que garde Outlook&#xa0;: entiers, mais pas tels qu’ils ont été envoyés.</translation>
    </message>
    <message>
        <source>1 is larger than the {1} that this server takes: it will refuse it.</source>
        <translation>1 est plus grand que les {1} que prend ce serveur&#xa0;: il le refusera.</translation>
    </message>
    <message>
        <source>{0} are larger than the {1} that this server takes: it will refuse them.</source>
        <translation>{0} sont plus grands que les {1} que prend ce serveur&#xa0;: il les refusera.</translation>
    </message>
    <message>
        <source>The account has room for {0}, says the server: what does not fit will wait.</source>
        <translation>Le compte a de la place pour {0}, dit le serveur&#xa0;: ce qui ne tient pas attendra.</translation>
    </message>
    <message>
        <source>It is being imported into this account right now: what arrives of that is imported once more all the same.</source>
        <translation>Une importation du même courrier dans ce compte est en cours&#xa0;: ce qui en arrive est importé tout de même une seconde fois.</translation>
    </message>
    <message>
        <source>It is being imported into this account right now: what arrives of that is not sent again.</source>
        <translation>Une importation du même courrier dans ce compte est en cours&#xa0;: ce qui en arrive n’est pas envoyé une seconde fois.</translation>
    </message>
    <message>
        <source>How: {0}.</source>
        <translation>Mode d’envoi&#xa0;: {0}.</translation>
    </message>
    <message>
        <source>At the pace of earlier imports: {0}.</source>
        <translation>Au rythme des importations passées&#xa0;: {0}.</translation>
    </message>
    <message>
        <source>How long it takes is not known yet.</source>
        <translation>On ne sait pas encore combien de temps cela prend.</translation>
    </message>
    <message>
        <source>This is for practice only: the mailbox is empty again when the window closes.</source>
        <translation>Ceci n’est que pour s’exercer&#xa0;: la boîte est de nouveau vide quand la fenêtre se ferme.</translation>
    </message>
    <message>
        <source>One more drop waits for its plan.</source>
        <translation>Un autre dépôt attend son plan.</translation>
    </message>
    <message>
        <source>{0} more drops wait for their plan.</source>
        <translation>{0} autres dépôts attendent leur plan.</translation>
    </message>
    <message>
        <source>What is in the mailbox already is imported all the same.</source>
        <translation>Ce qui est déjà dans le dossier est importé quand même.</translation>
    </message>
    <message>
        <source>What is in the mailbox already is not sent again.</source>
        <translation>Ce qui est déjà dans le dossier n’est pas renvoyé.</translation>
    </message>
    <message>
        <source>1 of them is in the mailbox already, still comparing ...</source>
        <translation>1 d’entre eux est déjà dans le dossier, on compare encore ...</translation>
    </message>
    <message>
        <source>{0} of them are in the mailbox already, still comparing ...</source>
        <translation>{0} d’entre eux sont déjà dans le dossier, on compare encore ...</translation>
    </message>
    <message>
        <source>None of them is in the mailbox already.</source>
        <translation>Aucun d’entre eux n’est déjà dans le dossier.</translation>
    </message>
    <message>
        <source>1 of them is in the mailbox already, and is imported all the same.</source>
        <translation>1 d’entre eux est déjà dans le dossier, et est importé quand même.</translation>
    </message>
    <message>
        <source>{0} of them are in the mailbox already, and are imported all the same.</source>
        <translation>{0} d’entre eux sont déjà dans le dossier, et sont importés quand même.</translation>
    </message>
    <message>
        <source>1 of them is in the mailbox already, and is not sent again.</source>
        <translation>1 d’entre eux est déjà dans le dossier, et n’est pas renvoyé.</translation>
    </message>
    <message>
        <source>{0} of them are in the mailbox already, and are not sent again.</source>
        <translation>{0} d’entre eux sont déjà dans le dossier, et ne sont pas renvoyés.</translation>
    </message>
</context>
<context>
    <name>PlanModel</name>
    <message>
        <source>Folder</source>
        <translation>Dossier source</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Messages</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Taille</translation>
    </message>
    <message>
        <source>Mailbox (double-click to change)</source>
        <translation>Dossier (double-clic pour changer)</translation>
    </message>
    <message>
        <source>(in no folder)</source>
        <translation>(dans aucun dossier)</translation>
    </message>
    <message>
        <source>Double-click, or press F2, to write another mailbox: levels are divided by “/”</source>
        <translation>Double-cliquez, ou appuyez sur F2, pour écrire un autre dossier&#xa0;: les niveaux sont séparés par «&#xa0;/&#xa0;»</translation>
    </message>
</context>
<context>
    <name>PlanPane</name>
    <message>
        <source>Folders and the mailboxes that they become</source>
        <translation>Dossiers et ce qu’ils deviennent</translation>
    </message>
    <message>
        <source>What will happen</source>
        <translation>Ce qui va se passer</translation>
    </message>
    <message>
        <source>All arrive as read</source>
        <translation>Tous arrivent comme lus</translation>
    </message>
    <message>
        <source>Else each message is as read or unread as in its source</source>
        <translation>Sinon chaque message est lu ou non lu comme dans sa source</translation>
    </message>
    <message>
        <source>Leave out what is marked as deleted</source>
        <translation>Écarter ce qui est marqué comme supprimé</translation>
    </message>
    <message>
        <source>Sent, Drafts and the like go into the account&apos;s own</source>
        <translation>Envoyés, Brouillons et autres vont dans ceux du compte</translation>
    </message>
    <message>
        <source>&amp;Labels of Google Takeout:</source>
        <translation>&amp;Libellés de Google Takeout&#xa0;:</translation>
    </message>
    <message>
        <source>Not before</source>
        <translation>Pas avant</translation>
    </message>
    <message>
        <source>Not after</source>
        <translation>Pas après</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importer</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Import “{0}” into {1}?</source>
        <translation>Importer «&#xa0;{0}&#xa0;» dans {1}&#xa0;?</translation>
    </message>
</context>
<context>
    <name>QueueBar</name>
    <message>
        <source>Batches</source>
        <translation>Lots</translation>
    </message>
    <message>
        <source>&amp;All</source>
        <translation>&amp;Tous</translation>
    </message>
    <message>
        <source>&amp;Running</source>
        <translation>En co&amp;urs</translation>
    </message>
    <message>
        <source>&amp;Needs you</source>
        <translation>À &amp;vous</translation>
    </message>
    <message>
        <source>&amp;Done</source>
        <translation>Ter&amp;minés</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Chercher</translation>
    </message>
    <message>
        <source>Search imports</source>
        <translation>Chercher des importations</translation>
    </message>
    <message>
        <source>By what was imported, into which mailbox or account, on which day, how it stands, or by the subject of a message</source>
        <translation>D’après ce qui a été importé, dans quel dossier ou compte, quel jour, où on en est, ou d’après l’objet d’un message</translation>
    </message>
    <message>
        <source>Rep&amp;ort</source>
        <translation>&amp;Rapport</translation>
    </message>
    <message>
        <source>Take &amp;back ...</source>
        <translation>Dé&amp;faire ...</translation>
    </message>
    <message>
        <source>D&amp;etails</source>
        <translation>Détail&amp;s</translation>
    </message>
    <message>
        <source>Show all that is known of the chosen row, and the server&apos;s own words</source>
        <translation>Montrer tout ce qu’on sait de la ligne choisie, et les mots du serveur</translation>
    </message>
    <message>
        <source>There already, not counted again: {0}</source>
        <translation>Déjà là, pas compté une seconde fois&#xa0;: {0}</translation>
    </message>
    <message>
        <source>{0}: {1}</source>
        <translation>{0}&#xa0;: {1}</translation>
    </message>
    <message>
        <source>Show the report of {0}</source>
        <translation>Montrer le rapport de {0}</translation>
    </message>
    <message>
        <source>Take back what arrived of {0}; first it is said what would be removed</source>
        <translation>Retirer ce qui est arrivé de {0}&#xa0;; il est d’abord dit ce qui serait supprimé</translation>
    </message>
    <message>
        <source>Choose an import first</source>
        <translation>Choisissez d’abord une importation</translation>
    </message>
</context>
<context>
    <name>QueuePane</name>
    <message>
        <source>Imports and their batches</source>
        <translation>Importations et leurs lots</translation>
    </message>
    <message>
        <source>Nothing here yet. Drag mail from the left, or files from your file manager, onto a mailbox on the right.</source>
        <translation>Encore rien ici. Glissez du courrier de la gauche, ou des fichiers de votre gestionnaire de fichiers, sur un dossier à droite.</translation>
    </message>
    <message>
        <source>Cancel the chosen import or batch</source>
        <translation>Annuler l’importation ou le lot choisi</translation>
    </message>
    <message>
        <source>No import has all of these words.</source>
        <translation>Aucune importation ne contient tous ces mots.</translation>
    </message>
    <message>
        <source>Nothing of this kind has all of these words. Choose All to look through every import.</source>
        <translation>Rien de ce genre n’a tous ces mots. «&#xa0;Tous&#xa0;» cherche dans toutes les importations.</translation>
    </message>
    <message>
        <source>Nothing is under way.</source>
        <translation>Rien n’est en cours.</translation>
    </message>
    <message>
        <source>No message needs you.</source>
        <translation>Aucun message n’attend votre décision.</translation>
    </message>
    <message>
        <source>Nothing is done yet.</source>
        <translation>Rien n’est encore fini.</translation>
    </message>
    <message>
        <source>&amp;Leave this message out and send the rest</source>
        <translation>É&amp;carter ce message et envoyer le reste</translation>
    </message>
    <message>
        <source>Show the &amp;report</source>
        <translation>Montrer le &amp;rapport</translation>
    </message>
    <message>
        <source>&amp;Open the folder of messages set aside</source>
        <translation>&amp;Ouvrir le dossier des messages mis de côté</translation>
    </message>
    <message>
        <source>&amp;Leave out what was not sent</source>
        <translation>É&amp;carter ce qui n’a pas été envoyé</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>&amp;Annuler</translation>
    </message>
    <message>
        <source>&amp;Take back what arrived ...</source>
        <translation>&amp;Défaire l’importation ...</translation>
    </message>
    <message>
        <source>Compare with the &amp;server</source>
        <translation>Comparer avec le &amp;serveur</translation>
    </message>
    <message>
        <source>Compare every &amp;byte with the server</source>
        <translation>Comparer &amp;chaque octet avec le serveur</translation>
    </message>
    <message>
        <source>&amp;Forget this import</source>
        <translation>Ou&amp;blier cette importation</translation>
    </message>
    <message>
        <source>Removes its report and the messages that were set aside. What arrived stays in its mailbox, and Mailferry cannot take it back any more.</source>
        <translation>Enlève son rapport et les messages mis de côté. Ce qui est arrivé reste dans son dossier, et Mailferry ne peut plus le retirer.</translation>
    </message>
</context>
<context>
    <name>ReadingPane</name>
    <message>
        <source>The chosen message</source>
        <translation>Le message choisi</translation>
    </message>
    <message>
        <source>Attachments</source>
        <translation>Pièces jointes</translation>
    </message>
    <message>
        <source>Plain te&amp;xt</source>
        <translation>Te&amp;xte seul</translation>
    </message>
    <message>
        <source>Show the plain text of this message instead of its laid-out page</source>
        <translation>Montrer le texte seul de ce message au lieu de sa mise en page</translation>
    </message>
    <message>
        <source>Choose a message to read it here.</source>
        <translation>Choisissez un message pour le lire ici.</translation>
    </message>
    <message>
        <source>This message has no text.</source>
        <translation>Ce message n’a pas de texte.</translation>
    </message>
    <message>
        <source>Pictures that are not in the message itself are not fetched.</source>
        <translation>Les images qui ne sont pas dans le message lui-même ne sont pas chargées.</translation>
    </message>
    <message>
        <source>Only the beginning is shown. The whole message is imported.</source>
        <translation>Seul le début est montré. Le message est importé en entier.</translation>
    </message>
    <message>
        <source>{0} more</source>
        <translation>{0} de plus</translation>
    </message>
    <message>
        <source>Attachments: {0}</source>
        <translation>Pièces jointes&#xa0;: {0}</translation>
    </message>
    <message>
        <source>From:</source>
        <translation>De&#xa0;:</translation>
    </message>
    <message>
        <source>To:</source>
        <translation>À&#xa0;:</translation>
    </message>
    <message>
        <source>Copy to:</source>
        <translation>Copie à&#xa0;:</translation>
    </message>
    <message>
        <source>Blind copy to:</source>
        <translation>Copie cachée à&#xa0;:</translation>
    </message>
    <message>
        <source>Answer to:</source>
        <translation>Répondre à&#xa0;:</translation>
    </message>
    <message>
        <source>Date:</source>
        <translation>Date&#xa0;:</translation>
    </message>
    <message>
        <source>Subject:</source>
        <translation>Objet&#xa0;:</translation>
    </message>
</context>
<context>
    <name>Report</name>
    <message>
        <source>{0} {1}, in {2}</source>
        <translation>{0} {1}, dans {2}</translation>
    </message>
    <message>
        <source>sent: {0}</source>
        <translation>envoyé&#xa0;: {0}</translation>
    </message>
    <message>
        <source>found: {0}</source>
        <translation>trouvé&#xa0;: {0}</translation>
    </message>
    <message>
        <source>Report: {0}</source>
        <translation>Rapport&#xa0;: {0}</translation>
    </message>
    <message>
        <source>Save as &amp;HTML ...</source>
        <translation>Enregistrer en &amp;HTML ...</translation>
    </message>
    <message>
        <source>Save as &amp;CSV ...</source>
        <translation>Enregistrer en &amp;CSV ...</translation>
    </message>
    <message>
        <source>Begun {0}</source>
        <translation>Début&#xa0;: {0}</translation>
    </message>
    <message>
        <source>From {0}</source>
        <translation>De {0}</translation>
    </message>
    <message>
        <source>How: {0}</source>
        <translation>Mode d’envoi&#xa0;: {0}</translation>
    </message>
    <message>
        <source>{0} in the mailbox already</source>
        <translation>{0} déjà dans le dossier</translation>
    </message>
    <message>
        <source>{0} taken back</source>
        <translation>{0} retirés</translation>
    </message>
    <message>
        <source>{0} empty, cancelled, or left out by you</source>
        <translation>{0} vide(s), annulé(s) ou écarté(s) par vous</translation>
    </message>
    <message>
        <source>{0} of them need you: nobody can tell whether they arrived</source>
        <translation>{0} d’entre eux ont besoin de vous : personne ne peut dire s’ils sont arrivés</translation>
    </message>
    <message>
        <source>arrived</source>
        <translation>arrivés</translation>
    </message>
    <message>
        <source>refused by the server</source>
        <translation>refusés par le serveur</translation>
    </message>
    <message>
        <source>left out on purpose</source>
        <translation>écartés exprès</translation>
    </message>
    <message>
        <source>not sent</source>
        <translation>non envoyés</translation>
    </message>
    <message>
        <source>{0} of them wait</source>
        <translation>{0} d’entre eux attendent</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Messages</translation>
    </message>
    <message>
        <source>in all, {0}</source>
        <translation>en tout, {0}</translation>
    </message>
    <message>
        <source>Arrived in</source>
        <translation>Arrivés dans</translation>
    </message>
    <message>
        <source>Pace</source>
        <translation>Rythme</translation>
    </message>
    <message>
        <source>Messages a second over the time of the import</source>
        <translation>Messages par seconde au cours de l’importation</translation>
    </message>
    <message>
        <source>{0} in {1} s, at most {2} messages a second</source>
        <translation>{0} en {1} s, au plus {2} messages par seconde</translation>
    </message>
    <message>
        <source>Worth a look</source>
        <translation>À regarder</translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation>Enregistrer le rapport</translation>
    </message>
    <message>
        <source>The report was saved</source>
        <translation>Le rapport a été enregistré</translation>
    </message>
    <message>
        <source>All {0} were found as they were sent, byte for byte.</source>
        <translation>Tous les {0} ont été trouvés tels qu’envoyés, octet pour octet.</translation>
    </message>
    <message>
        <source>All {0} were found as they were sent: size, date and flags.</source>
        <translation>Tous les {0} ont été trouvés tels qu’envoyés&#xa0;: taille, date et marques.</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>Lot</translation>
    </message>
    <message>
        <source>Batches that need you</source>
        <translation>Lots qui attendent votre décision</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>annulé</translation>
    </message>
    <message>
        <source>cannot be checked</source>
        <translation>ne peut être vérifié</translation>
    </message>
    <message>
        <source>committed</source>
        <translation>arrivé</translation>
    </message>
    <message>
        <source>Compared with what the server holds</source>
        <translation>Comparé avec ce que contient le serveur</translation>
    </message>
    <message>
        <source>conflict</source>
        <translation>à vous de décider</translation>
    </message>
    <message>
        <source>date</source>
        <translation>date</translation>
    </message>
    <message>
        <source>dated by the time of their file, as nothing else tells it</source>
        <translation>datés de leur fichier, rien d’autre ne le disant</translation>
    </message>
    <message>
        <source>differences</source>
        <translation>différences</translation>
    </message>
    <message>
        <source>doubtful</source>
        <translation>incertain</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>non envoyé</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Fichier</translation>
    </message>
    <message>
        <source>Files without mail that could be sent</source>
        <translation>Fichiers sans courrier à envoyer</translation>
    </message>
    <message>
        <source>finishing</source>
        <translation>attend la réponse</translation>
    </message>
    <message>
        <source>flags</source>
        <translation>marques</translation>
    </message>
    <message>
        <source>Flags and keywords that were left out</source>
        <translation>Marques et mots-clés omis</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>Trouvé</translation>
    </message>
    <message>
        <source>given by the server that they were read from with another number of octets than it announced: they arrived as given</source>
        <translation>donnés par le serveur d’où ils furent lus avec un autre nombre d’octets qu’annoncé&#xa0;: ils sont arrivés tels que donnés</translation>
    </message>
    <message>
        <source>has an equal one</source>
        <translation>a un double</translation>
    </message>
    <message>
        <source>has another date</source>
        <translation>a une autre date</translation>
    </message>
    <message>
        <source>has another size</source>
        <translation>a une autre taille</translation>
    </message>
    <message>
        <source>has other flags</source>
        <translation>a d’autres marques</translation>
    </message>
    <message>
        <source>has other octets</source>
        <translation>a d’autres octets</translation>
    </message>
    <message>
        <source>How</source>
        <translation>Comment</translation>
    </message>
    <message>
        <source>ignored</source>
        <translation>pas du courrier</translation>
    </message>
    <message>
        <source>in all</source>
        <translation>en tout</translation>
    </message>
    <message>
        <source>is missing</source>
        <translation>manque</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>Écarté</translation>
    </message>
    <message>
        <source>made of what Outlook keeps of a message, which is not its octets: whole, but not as they were sent</source>
        <translation>faits de ce qu’Outlook garde d’un message, et qui n’est pas ses octets&#xa0;: entiers, mais pas tels qu’ils ont été envoyés</translation>
    </message>
    <message>
        <source>Mailbox</source>
        <translation>Dossier</translation>
    </message>
    <message>
        <source>mailbox</source>
        <translation>dossier</translation>
    </message>
    <message>
        <source>Mailboxes with another name than their folder</source>
        <translation>Dossiers qui ont un autre nom que dans la source</translation>
    </message>
    <message>
        <source>Mailferry: import {0}</source>
        <translation>Mailferry&#xa0;: importation {0}</translation>
    </message>
    <message>
        <source>marked as deleted in the source: arrived without that mark</source>
        <translation>marqués comme supprimés dans la source&#xa0;: arrivés sans cette marque</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Message</translation>
    </message>
    <message>
        <source>message by message: this server cannot do batches</source>
        <translation>message par message&#xa0;: ce serveur ne sait pas faire de lots</translation>
    </message>
    <message>
        <source>Messages that did not arrive</source>
        <translation>Messages qui ne sont pas arrivés</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>Needs you</source>
        <translation>À vous de décider</translation>
    </message>
    <message>
        <source>Not all could be checked: {0}</source>
        <translation>Tous n’ont pas pu être vérifiés&#xa0;: {0}</translation>
    </message>
    <message>
        <source>Not checked to its end: {0} of {1} so far. `mailferry verify` goes on.</source>
        <translation>Pas vérifié jusqu’au bout&#xa0;: {0} sur {1} jusqu’ici. `mailferry verify` continue.</translation>
    </message>
    <message>
        <source>Not sent</source>
        <translation>Non envoyé</translation>
    </message>
    <message>
        <source>offset</source>
        <translation>position</translation>
    </message>
    <message>
        <source>One file in the folders is no mail and was left out.</source>
        <translation>Un fichier des dossiers n’est pas du courrier et a été omis.</translation>
    </message>
    <message>
        <source>queued</source>
        <translation>en attente</translation>
    </message>
    <message>
        <source>reason</source>
        <translation>raison</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Refusé</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>refusé</translation>
    </message>
    <message>
        <source>sending</source>
        <translation>en cours d’envoi</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Envoyé</translation>
    </message>
    <message>
        <source>Sent otherwise than the source has it</source>
        <translation>Envoyés autrement que dans la source</translation>
    </message>
    <message>
        <source>size</source>
        <translation>taille</translation>
    </message>
    <message>
        <source>skipped</source>
        <translation>écarté</translation>
    </message>
    <message>
        <source>source file</source>
        <translation>fichier source</translation>
    </message>
    <message>
        <source>state</source>
        <translation>état</translation>
    </message>
    <message>
        <source>subject</source>
        <translation>objet</translation>
    </message>
    <message>
        <source>The source was not read to its end yet: these numbers are not the last ones.</source>
        <translation>La source n’a pas encore été lue jusqu’au bout&#xa0;: ces nombres ne sont pas les derniers.</translation>
    </message>
    <message>
        <source>There are more. The report as CSV names each of them.</source>
        <translation>Il y en a d’autres. Le rapport en CSV les nomme tous.</translation>
    </message>
    <message>
        <source>This import stored no message, so there was nothing to compare with the server.</source>
        <translation>Cet import n’a enregistré aucun message, il n’y avait donc rien à comparer avec le serveur.</translation>
    </message>
    <message>
        <source>uid</source>
        <translation>uid</translation>
    </message>
    <message>
        <source>uidvalidity</source>
        <translation>uidvalidity</translation>
    </message>
    <message>
        <source>undone</source>
        <translation>retiré</translation>
    </message>
    <message>
        <source>was altered by the server</source>
        <translation>a été changé par le serveur</translation>
    </message>
    <message>
        <source>whole batches, by way of a staging mailbox</source>
        <translation>des lots entiers, par un dossier intermédiaire</translation>
    </message>
    <message>
        <source>whole batches, kept by the server</source>
        <translation>des lots entiers, garantis par le serveur</translation>
    </message>
    <message>
        <source>whole batches, taken back if one message fails</source>
        <translation>des lots entiers, retirés si un message échoue</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Pourquoi</translation>
    </message>
    <message>
        <source>with flags or keywords that mail servers or this mailbox do not take: they were left out</source>
        <translation>avec des marques ou mots-clés que les serveurs ou ce dossier ne prennent pas&#xa0;: ils ont été omis</translation>
    </message>
    <message>
        <source>without any date that servers keep: they have the date of arrival</source>
        <translation>sans date que gardent les serveurs&#xa0;: ils ont celle de l’arrivée</translation>
    </message>
    <message>
        <source>Written by Mailferry.</source>
        <translation>Écrit par Mailferry.</translation>
    </message>
    <message>
        <source>{0} cannot be checked: the server did not tell their numbers.</source>
        <translation>{0} ne peuvent être vérifiés&#xa0;: le serveur n’a pas donné leurs numéros.</translation>
    </message>
    <message>
        <source>{0} files in the folders are no mail and were left out.</source>
        <translation>{0} fichiers des dossiers ne sont pas du courrier et ont été omis.</translation>
    </message>
    <message>
        <source>{0} messages in {1} s, at most {2} a second</source>
        <translation>{0} messages en {1} s, au plus {2} par seconde</translation>
    </message>
    <message>
        <source>{0} messages: {1}</source>
        <translation>{0} messages&#xa0;: {1}</translation>
    </message>
    <message>
        <source>{0}: {1}</source>
        <translation>{0}&#xa0;: {1}</translation>
    </message>
    <message>
        <source>{0} of {1} were checked, and are as they were sent.</source>
        <translation>{0} sur {1} ont été vérifiés, et sont tels qu’envoyés.</translation>
    </message>
    <message>
        <source>{0} were checked; {1} of them are not as they were sent:</source>
        <translation>{0} ont été vérifiés&#xa0;; {1} d’entre eux ne sont pas tels qu’envoyés&#xa0;:</translation>
    </message>
    <message>
        <source>{0}, to {1}, account {2}</source>
        <translation>{0}, vers {1}, compte {2}</translation>
    </message>
    <message>
        <source>{0}, {1} messages</source>
        <translation>{0}, {1} messages</translation>
    </message>
</context>
<context>
    <name>Retry</name>
    <message>
        <source>Use another mailbo&amp;x</source>
        <translation>Autre do&amp;ssier</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>Montrer la copie</translation>
    </message>
    <message>
        <source>Send the batch into another mailbox of this account.</source>
        <translation>Envoyer le lot dans un autre dossier de ce compte.</translation>
    </message>
    <message>
        <source>Show the copy that was set aside: {0}</source>
        <translation>Montrer la copie mise de côté&#xa0;: {0}</translation>
    </message>
    <message>
        <source>Send the whole batch once more. What is there already will be there twice.</source>
        <translation>Envoyer le lot entier encore une fois. Ce qui est déjà là y sera deux fois.</translation>
    </message>
    <message>
        <source>Read the messages from their file once more, and send them.</source>
        <translation>Relire les messages dans leur fichier et les envoyer.</translation>
    </message>
    <message>
        <source>More ...</source>
        <translation>Plus ...</translation>
    </message>
    <message>
        <source>More to do with {0}</source>
        <translation>Autres choix pour {0}</translation>
    </message>
</context>
<context>
    <name>RowWidgets</name>
    <message>
        <source>Report</source>
        <translation>Rapport</translation>
    </message>
    <message>
        <source>Report: {0}</source>
        <translation>Rapport&#xa0;: {0}</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Cancel: {0}</source>
        <translation>Annuler&#xa0;: {0}</translation>
    </message>
</context>
<context>
    <name>ServerFields</name>
    <message>
        <source>usually the mail address</source>
        <translation>en général l’adresse e-mail</translation>
    </message>
    <message>
        <source>TLS from the start (usual)</source>
        <translation>TLS dès le début (habituel)</translation>
    </message>
    <message>
        <source>STARTTLS</source>
        <translation>STARTTLS</translation>
    </message>
    <message>
        <source>None (this computer only)</source>
        <translation>Aucune (cet ordinateur seulement)</translation>
    </message>
    <message>
        <source>usually empty</source>
        <translation>généralement vide</translation>
    </message>
    <message>
        <source>Only for a server with a certificate of its own: the file of the certificates to trust</source>
        <translation>Seulement pour un serveur qui a son propre certificat&#xa0;: le fichier des certificats à accepter</translation>
    </message>
    <message>
        <source>the best way that the server offers</source>
        <translation>la meilleure que le serveur propose</translation>
    </message>
    <message>
        <source>How a batch is kept whole. A way that the server does not offer is not taken.</source>
        <translation>Comment un lot est gardé entier. Une manière que le serveur n’offre pas n’est pas prise.</translation>
    </message>
    <message>
        <source> kB/s</source>
        <translation> ko/s</translation>
    </message>
    <message>
        <source>as the settings say</source>
        <translation>selon les réglages</translation>
    </message>
    <message>
        <source>What is sent to this account at most. If the settings name a lower limit, that one holds.</source>
        <translation>Ce qui est envoyé au plus à ce compte. Si les réglages fixent une limite plus basse, c’est elle qui vaut.</translation>
    </message>
    <message>
        <source>&amp;Browse ...</source>
        <translation>&amp;Parcourir ...</translation>
    </message>
    <message>
        <source>Choose the certificate file</source>
        <translation>Choisir le fichier de certificat</translation>
    </message>
    <message>
        <source>&amp;User name:</source>
        <translation>Nom d’&amp;utilisateur&#xa0;:</translation>
    </message>
    <message>
        <source>S&amp;erver:</source>
        <translation>&amp;Serveur&#xa0;:</translation>
    </message>
    <message>
        <source>Securit&amp;y:</source>
        <translation>Sé&amp;curité&#xa0;:</translation>
    </message>
    <message>
        <source>&amp;Port:</source>
        <translation>P&amp;ort&#xa0;:</translation>
    </message>
    <message>
        <source>Certificate &amp;file:</source>
        <translation>&amp;Fichier de certificat&#xa0;:</translation>
    </message>
    <message>
        <source>Batc&amp;hes:</source>
        <translation>&amp;Lots&#xa0;:</translation>
    </message>
    <message>
        <source>Spee&amp;d, at most:</source>
        <translation>&amp;Débit, au plus&#xa0;:</translation>
    </message>
    <message>
        <source>Certificate file</source>
        <translation>Fichier de certificat</translation>
    </message>
    <message>
        <source>Certificates (*.pem *.crt *.cer)</source>
        <translation>Certificats (*.pem *.crt *.cer)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Tous les fichiers (*)</translation>
    </message>
</context>
<context>
    <name>SettingsView</name>
    <message>
        <source>Settings</source>
        <translation>Réglages</translation>
    </message>
    <message>
        <source>Imports to come</source>
        <translation>Importations à venir</translation>
    </message>
    <message>
        <source>&amp;Start small imports at once, without showing their plan (up to {0} and {1})</source>
        <translation>Commencer les &amp;petites importations tout de suite, sans montrer leur plan (jusqu’à {0} et {1})</translation>
    </message>
    <message>
        <source>&amp;What is in the mailbox already:</source>
        <translation>&amp;Ce qui est déjà dans le dossier&#xa0;:</translation>
    </message>
    <message>
        <source>is not sent again</source>
        <translation>n’est pas renvoyé</translation>
    </message>
    <message>
        <source>is imported all the same</source>
        <translation>est importé quand même</translation>
    </message>
    <message>
        <source>When a &amp;batch is refused:</source>
        <translation>Quand un lot est re&amp;fusé&#xa0;:</translation>
    </message>
    <message>
        <source>find the refused messages, send all others</source>
        <translation>trouver les messages refusés, envoyer les autres</translation>
    </message>
    <message>
        <source>leave it standing, go on with the next</source>
        <translation>le laisser, continuer avec le suivant</translation>
    </message>
    <message>
        <source>send nothing after it</source>
        <translation>ne rien envoyer après</translation>
    </message>
    <message>
        <source>&amp;Compare with the server afterwards:</source>
        <translation>Comparer ensuite avec le ser&amp;veur&#xa0;:</translation>
    </message>
    <message>
        <source>not by itself</source>
        <translation>pas de soi-même</translation>
    </message>
    <message>
        <source>size, date and flags</source>
        <translation>taille, date et marques</translation>
    </message>
    <message>
        <source>every byte (fetches all of it again)</source>
        <translation>chaque octet (reprend tout)</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Messages</translation>
    </message>
    <message>
        <source>&amp;All arrive as read</source>
        <translation>&amp;Tous arrivent comme lus</translation>
    </message>
    <message>
        <source>Leave out what is marked as &amp;deleted</source>
        <translation>Éca&amp;rter ce qui est marqué comme supprimé</translation>
    </message>
    <message>
        <source>as their source dates them</source>
        <translation>comme dans leur source</translation>
    </message>
    <message>
        <source>by their Date field</source>
        <translation>d’après leur champ Date</translation>
    </message>
    <message>
        <source>Mail programs sort by this date. Where there is none, a message is dated by when it was received, else by its Date field, else by its source, at last by the time of its file.</source>
        <translation>Les programmes de messagerie trient d’après cette date. Là où il n’y en a pas, compte le moment de la réception, sinon le champ Date, sinon la source, enfin l’heure du fichier.</translation>
    </message>
    <message>
        <source>Messages are da&amp;ted:</source>
        <translation>Les messages sont &amp;datés&#xa0;:</translation>
    </message>
    <message>
        <source>&amp;Labels of Google Takeout:</source>
        <translation>&amp;Libellés de Google Takeout&#xa0;:</translation>
    </message>
    <message>
        <source>Batches and speed</source>
        <translation>Lots et débit</translation>
    </message>
    <message>
        <source>&amp;Messages in a batch, at most:</source>
        <translation>&amp;Messages dans un lot, au plus&#xa0;:</translation>
    </message>
    <message>
        <source>Si&amp;ze of a batch, at most:</source>
        <translation>Taille d’un lot, a&amp;u plus&#xa0;:</translation>
    </message>
    <message>
        <source> MiB</source>
        <translation> Mio</translation>
    </message>
    <message>
        <source> kB/s</source>
        <translation> ko/s</translation>
    </message>
    <message>
        <source>as fast as it goes</source>
        <translation>aussi vite que possible</translation>
    </message>
    <message>
        <source>For each account. One with a lower limit of its own keeps that.</source>
        <translation>Pour chaque compte. Celui qui a une limite plus basse la garde.</translation>
    </message>
    <message>
        <source>Send to an account, at m&amp;ost:</source>
        <translation>Envoyer à un c&amp;ompte, au plus&#xa0;:</translation>
    </message>
    <message>
        <source>The program</source>
        <translation>Le programme</translation>
    </message>
    <message>
        <source>Tell the desktop when an import has &amp;ended, or an account needs you, in the background</source>
        <translation>&amp;Avertir quand, en arrière-plan, une importation est finie ou qu’un compte a besoin de vous</translation>
    </message>
    <message>
        <source>Lan&amp;guage:</source>
        <translation>Lan&amp;gue&#xa0;:</translation>
    </message>
    <message>
        <source>as the system</source>
        <translation>celle du système</translation>
    </message>
    <message>
        <source>The window speaks it from the next start on.</source>
        <translation>La fenêtre la parle à partir du prochain démarrage.</translation>
    </message>
</context>
<context>
    <name>SourcesModel</name>
    <message>
        <source>Messages</source>
        <translation>Messages</translation>
    </message>
    <message>
        <source>From</source>
        <translation>De</translation>
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
        <translation>Courrier ouvert&#xa0;: sources et dossiers</translation>
    </message>
    <message>
        <source>Drop mail files or folders here to look into them, or choose Add mail.

Mailboxes (mbox), single mails (.eml), Maildir, the folders of mail programs, zip and tar archives, such as those of Google Takeout.</source>
        <translation>Déposez ici des fichiers ou dossiers de courrier pour y regarder, ou choisissez «&#xa0;Ajouter du courrier&#xa0;».

Boîtes (mbox), messages seuls (.eml), Maildir, les dossiers des programmes de messagerie, archives zip et tar, comme celles de Google Takeout.</translation>
    </message>
    <message>
        <source>Add mail files</source>
        <translation>Ajouter des fichiers de courrier</translation>
    </message>
    <message>
        <source>Add a folder of mail</source>
        <translation>Ajouter un dossier de courrier</translation>
    </message>
    <message>
        <source>No mail of Thunderbird was found</source>
        <translation>Aucun courrier de Thunderbird n’a été trouvé</translation>
    </message>
    <message>
        <source>Its profile is not where it usually is. Choose Add mail, then a folder, and open the profile.</source>
        <translation>Son profil n’est pas à sa place habituelle. Choisissez «&#xa0;Ajouter du courrier&#xa0;», puis un dossier, et ouvrez le profil.</translation>
    </message>
    <message>
        <source>Not read, too: {0} more</source>
        <translation>Non lus également : {0} de plus</translation>
    </message>
    <message>
        <source>They are marked in the list below. Choose one to see why.</source>
        <translation>Ils sont marqués dans la liste ci-dessous. Choisissez-en un pour voir pourquoi.</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copier</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>Coller</translation>
    </message>
    <message>
        <source>Close this source (its files stay)</source>
        <translation>Fermer cette source (ses fichiers restent)</translation>
    </message>
</context>
<context>
    <name>SourcesTree</name>
    <message>
        <source>Look into it: nothing is imported yet</source>
        <translation>Y regarder&#xa0;: rien n’est encore importé</translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message>
        <source>First steps</source>
        <translation>Premiers pas</translation>
    </message>
    <message>
        <source>Mail goes from files, by way of Mailferry, into your mailbox</source>
        <translation>Le courrier va de fichiers, par Mailferry, dans votre boîte</translation>
    </message>
    <message>
        <source>1. Where the mail goes</source>
        <translation>1. Où va le courrier</translation>
    </message>
    <message>
        <source>Your account, by its address and password. Or try it first where nothing can go wrong.</source>
        <translation>Votre compte, par son adresse et son mot de passe. Ou essayez d’abord là où rien ne peut mal tourner.</translation>
    </message>
    <message>
        <source>2. The mail</source>
        <translation>2. Le courrier</translation>
    </message>
    <message>
        <source>Mail found on this computer is listed on the left. Or open a file, a folder, or an archive, such as one of Google Takeout.</source>
        <translation>Le courrier trouvé sur cet ordinateur est listé à gauche. Ou ouvrez un fichier, un dossier ou une archive, comme celle de Google Takeout.</translation>
    </message>
    <message>
        <source>3. Drag it over</source>
        <translation>3. Le glisser</translation>
    </message>
    <message>
        <source>Drag a folder, or messages, onto a mailbox on the right. First you see what will happen; nothing is sent before you press Import.</source>
        <translation>Glissez un dossier, ou des messages, sur un dossier à droite. Vous voyez d’abord ce qui va se passer&#xa0;; rien n’est envoyé avant que vous pressiez «&#xa0;Importer&#xa0;».</translation>
    </message>
    <message>
        <source>Add account ...</source>
        <translation>Ajouter un compte ...</translation>
    </message>
    <message>
        <source>Practice mailbox</source>
        <translation>Boîte d’essai</translation>
    </message>
    <message>
        <source>A mailbox inside this program: nothing leaves this computer, and at the end what it holds is gone</source>
        <translation>Une boîte dans ce programme&#xa0;: rien ne quitte cet ordinateur, et à la fin ce qu’elle contient a disparu</translation>
    </message>
    <message>
        <source>Files ...</source>
        <translation>Fichiers ...</translation>
    </message>
    <message>
        <source>Folder ...</source>
        <translation>Dossier ...</translation>
    </message>
    <message>
        <source>Sample</source>
        <translation>Exemple</translation>
    </message>
    <message>
        <source>Mail to practise with</source>
        <translation>Du courrier pour s’exercer</translation>
    </message>
    <message>
        <source>Close the first steps</source>
        <translation>Fermer les premiers pas</translation>
    </message>
    <message>
        <source>Close; Help, First steps shows them again</source>
        <translation>Fermer&#xa0;; Aide, Premiers pas les montre de nouveau</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>Import into {0}</source>
        <translation>Importer dans {0}</translation>
    </message>
    <message>
        <source>Import {0} into {1}</source>
        <translation>Importer {0} dans {1}</translation>
    </message>
    <message>
        <source>Import and batches</source>
        <translation>Importation et lots</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Messages</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Taille</translation>
    </message>
    <message>
        <source>State</source>
        <translation>État</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Progression</translation>
    </message>
    <message>
        <source>What to do with {0}</source>
        <translation>Que faire de {0}</translation>
    </message>
    <message>
        <source>This message was refused</source>
        <translation>Ce message a été refusé</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>vide</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>Écarté</translation>
    </message>
    <message>
        <source>Not sent</source>
        <translation>Non envoyé</translation>
    </message>
    <message>
        <source>Went on in another batch</source>
        <translation>Parti dans un autre lot</translation>
    </message>
    <message>
        <source>{0}: {1}</source>
        <translation>{0}&#xa0;: {1}</translation>
    </message>
    <message>
        <source>Sending with its batch</source>
        <translation>Envoyé avec son lot</translation>
    </message>
    <message>
        <source>Refused with its batch, not stored</source>
        <translation>Refusé avec son lot, pas déposé</translation>
    </message>
    <message>
        <source>Needs you</source>
        <translation>À vous de décider</translation>
    </message>
    <message>
        <source>{0} to send</source>
        <translation>encore {0} à envoyer</translation>
    </message>
    <message>
        <source>{0} messages/s</source>
        <translation>{0} messages/s</translation>
    </message>
    <message>
        <source>&amp;Leave it out</source>
        <translation>&amp;L’écarter</translation>
    </message>
    <message>
        <source>Split and &amp;find the cause</source>
        <translation>Diviser et &amp;trouver la cause</translation>
    </message>
    <message>
        <source>One b&amp;y one</source>
        <translation>&amp;Un par un</translation>
    </message>
    <message>
        <source>&amp;Try again</source>
        <translation>Réessa&amp;yer</translation>
    </message>
    <message>
        <source>&amp;Skip</source>
        <translation>&amp;Passer</translation>
    </message>
    <message>
        <source>It is a&amp;ll there</source>
        <translation>To&amp;ut est là</translation>
    </message>
    <message>
        <source>Send &amp;what is missing</source>
        <translation>Envoyer ce qui &amp;manque</translation>
    </message>
    <message>
        <source>&amp;Repair and send</source>
        <translation>&amp;Réparer et envoyer</translation>
    </message>
    <message>
        <source>Save and s&amp;kip</source>
        <translation>&amp;Garder et passer</translation>
    </message>
    <message>
        <source>Send the batch again without the refused message.</source>
        <translation>Envoyer de nouveau le lot sans le message refusé.</translation>
    </message>
    <message>
        <source>Send the batch in two halves, and split again what is refused, until the refused messages stand alone.</source>
        <translation>Envoyer le lot en deux moitiés, et diviser encore ce qui est refusé, jusqu’à ce que les messages refusés soient seuls.</translation>
    </message>
    <message>
        <source>Send each message in a batch of its own.</source>
        <translation>Envoyer chaque message dans un lot à lui.</translation>
    </message>
    <message>
        <source>Send the whole batch once more, as it is.</source>
        <translation>Envoyer le lot entier encore une fois, tel quel.</translation>
    </message>
    <message>
        <source>Leave all messages of this batch out.</source>
        <translation>Écarter tous les messages de ce lot.</translation>
    </message>
    <message>
        <source>Send it again, changed so that the server may take it.</source>
        <translation>L’envoyer de nouveau, changé pour que le serveur puisse le prendre.</translation>
    </message>
    <message>
        <source>Keep a copy in Mailferry&apos;s folder of messages set aside, and leave it out.</source>
        <translation>Garder une copie dans le dossier des messages mis de côté de Mailferry, et l’écarter.</translation>
    </message>
    <message>
        <source>Count the batch as arrived: you have seen all of it in the mailbox.</source>
        <translation>Compter le lot comme arrivé&#xa0;: vous l’avez vu en entier dans le dossier.</translation>
    </message>
    <message>
        <source>Send only what was not found there: {0}. The others count as arrived.</source>
        <translation>N’envoyer que ce qui n’y a pas été trouvé&#xa0;: {0}. Les autres comptent comme arrivés.</translation>
    </message>
    <message>
        <source>1 message</source>
        <translation>1 message</translation>
    </message>
    <message>
        <source>{0} messages</source>
        <translation>{0} messages</translation>
    </message>
    <message>
        <source>stay inside the messages only</source>
        <translation>restent seulement dans les messages</translation>
    </message>
    <message>
        <source>make mailboxes, by the first label</source>
        <translation>font des dossiers, d’après le premier</translation>
    </message>
    <message>
        <source>make mailboxes, with a copy in each</source>
        <translation>font des dossiers, une copie dans chacun</translation>
    </message>
    <message>
        <source>become keywords</source>
        <translation>deviennent des mots-clés</translation>
    </message>
    <message>
        <source>the account</source>
        <translation>le compte</translation>
    </message>
    <message>
        <source>Inbox</source>
        <translation>Réception</translation>
    </message>
    <message>
        <source>Practice mailbox</source>
        <translation>Boîte d’essai</translation>
    </message>
    <message>
        <source>{0} on {1}</source>
        <translation>{0} sur {1}</translation>
    </message>
    <message>
        <source>whole batches, kept by the server</source>
        <translation>des lots entiers, garantis par le serveur</translation>
    </message>
    <message>
        <source>whole batches, by way of a staging mailbox</source>
        <translation>des lots entiers, par un dossier intermédiaire</translation>
    </message>
    <message>
        <source>whole batches, taken back if one message fails</source>
        <translation>des lots entiers, retirés si un message échoue</translation>
    </message>
    <message>
        <source>message by message: this server cannot do batches</source>
        <translation>message par message&#xa0;: ce serveur ne sait pas faire de lots</translation>
    </message>
    <message>
        <source>{0} (MULTIAPPEND)</source>
        <translation>{0} (MULTIAPPEND)</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>En attente</translation>
    </message>
    <message>
        <source>Sending, {0} of {1}</source>
        <translation>Envoi, {0} sur {1}</translation>
    </message>
    <message>
        <source>Waiting for the server&apos;s answer</source>
        <translation>Attend la réponse du serveur</translation>
    </message>
    <message>
        <source>Arrived</source>
        <translation>Arrivé</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Refusé</translation>
    </message>
    <message>
        <source>Refused, nothing was stored</source>
        <translation>Refusé, rien n’est déposé</translation>
    </message>
    <message>
        <source>The connection broke at the last moment. Checking what arrived ...</source>
        <translation>Connexion rompue au dernier moment. On regarde ce qui est arrivé ...</translation>
    </message>
    <message>
        <source>{0} of {1} not sent, the others went on</source>
        <translation>{0} sur {1} non envoyés, les autres sont partis</translation>
    </message>
    <message>
        <source>Cancelled, nothing was stored</source>
        <translation>Annulé, rien n’a été déposé</translation>
    </message>
    <message>
        <source>Taken back</source>
        <translation>Retiré</translation>
    </message>
    <message>
        <source>Went on in other batches, or was left out</source>
        <translation>Parti dans d’autres lots, ou écarté</translation>
    </message>
    <message>
        <source>{0} of {1} refused, the others went on</source>
        <translation>{0} sur {1} refusés, les autres sont partis</translation>
    </message>
    <message>
        <source>It can be repaired: {0}</source>
        <translation>Il peut être réparé&#xa0;: {0}</translation>
    </message>
    <message>
        <source>“{0}”</source>
        <translation>«&#xa0;{0}&#xa0;»</translation>
    </message>
    <message>
        <source>Went on in other batches, or was left out. Before: {0}</source>
        <translation>Parti dans d’autres lots, ou écarté. Avant&#xa0;: {0}</translation>
    </message>
    <message>
        <source>The message is in the mailbox already: nothing was sent</source>
        <translation>Le message est déjà dans le dossier&#xa0;: rien n’a été envoyé</translation>
    </message>
    <message>
        <source>All {0} are in the mailbox already: nothing was sent</source>
        <translation>Tous les {0} sont déjà dans le dossier&#xa0;: rien n’a été envoyé</translation>
    </message>
    <message>
        <source>{0} of {1} arrived</source>
        <translation>{0} sur {1} arrivés</translation>
    </message>
    <message>
        <source>All arrived</source>
        <translation>Tous arrivés</translation>
    </message>
    <message>
        <source>All of it is in the mailbox already</source>
        <translation>Tout est déjà dans le dossier</translation>
    </message>
    <message>
        <source>All of it was taken back</source>
        <translation>Tout a été retiré</translation>
    </message>
    <message>
        <source>{0} to go</source>
        <translation>reste {0}</translation>
    </message>
    <message>
        <source>{0} refused</source>
        <translation>{0} refusé(s)</translation>
    </message>
    <message>
        <source>{0} there already</source>
        <translation>{0} déjà là</translation>
    </message>
    <message>
        <source>{0} taken back</source>
        <translation>{0} retiré(s)</translation>
    </message>
    <message>
        <source>{0} left out</source>
        <translation>{0} écarté(s)</translation>
    </message>
    <message>
        <source>{0} unclear</source>
        <translation>{0} à éclaircir</translation>
    </message>
    <message>
        <source>{0} not sent</source>
        <translation>{0} non envoyé(s)</translation>
    </message>
    <message>
        <source>not as sent: {0}</source>
        <translation>autrement qu’envoyés : {0}</translation>
    </message>
    <message>
        <source>still reading</source>
        <translation>lecture en cours</translation>
    </message>
    <message>
        <source>the rest was not read</source>
        <translation>le reste n’a pas été lu</translation>
    </message>
    <message>
        <source>{0} → {1}</source>
        <translation>{0} → {1}</translation>
    </message>
    <message>
        <source>Batch {0} → {1}</source>
        <translation>Lot {0} → {1}</translation>
    </message>
    <message>
        <source>Batch {0}, out of batch {1} → {2}</source>
        <translation>Lot {0}, tiré du lot {1} → {2}</translation>
    </message>
    <message>
        <source>Sample mail</source>
        <translation>Courrier d’exemple</translation>
    </message>
    <message>
        <source>More mail to drag</source>
        <translation>D’autres messages à glisser</translation>
    </message>
    <message>
        <source>{0} and {1} more</source>
        <translation>{0} et {1} autres</translation>
    </message>
    <message>
        <source>today</source>
        <translation>aujourd’hui</translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation>hier</translation>
    </message>
    <message>
        <source>Not connected</source>
        <translation>Pas connecté</translation>
    </message>
    <message>
        <source>Connecting ...</source>
        <translation>Connexion ...</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Prêt</translation>
    </message>
    <message>
        <source>Sending</source>
        <translation>Envoi</translation>
    </message>
    <message>
        <source>Tries again at {0}</source>
        <translation>Nouvel essai à {0}</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>En pause</translation>
    </message>
    <message>
        <source>The server asks us to wait until {0}</source>
        <translation>Le serveur fait attendre jusqu’à {0}</translation>
    </message>
    <message>
        <source>{0}: next try at {1}</source>
        <translation>{0}&#xa0;: nouvel essai à {1}</translation>
    </message>
    <message>
        <source>Compared with the server so far: {0} of {1}</source>
        <translation>Comparés avec le serveur jusqu’ici&#xa0;: {0} sur {1}</translation>
    </message>
    <message>
        <source>This import stored no message, so there was nothing to compare with the server</source>
        <translation>Cet import n’a enregistré aucun message, il n’y avait donc rien à comparer avec le serveur</translation>
    </message>
    <message>
        <source>{0} were compared with the server; {1} of them are not as they were sent</source>
        <translation>{0} ont été comparés avec le serveur&#xa0;; {1} d’entre eux ne sont pas tels qu’envoyés</translation>
    </message>
    <message>
        <source>None of the {0} that arrived could be compared with the server</source>
        <translation>Aucun des {0} arrivés n’a pu être comparé avec le serveur</translation>
    </message>
    <message>
        <source>{0} of {1} were compared with the server, and are as they were sent</source>
        <translation>{0} sur {1} ont été comparés avec le serveur, et sont tels qu’envoyés</translation>
    </message>
    <message>
        <source>All {0} were found as they were sent, byte for byte</source>
        <translation>Tous les {0} ont été trouvés tels qu’envoyés, octet pour octet</translation>
    </message>
    <message>
        <source>All {0} were found as they were sent: size, date and flags</source>
        <translation>Tous les {0} ont été trouvés tels qu’envoyés&#xa0;: taille, date et marques</translation>
    </message>
    <message>
        <source>The message was compared with the server, and is not as it was sent</source>
        <translation>Le message a été comparé avec le serveur, et n’est pas tel qu’il a été envoyé</translation>
    </message>
    <message>
        <source>The message that arrived could not be compared with the server</source>
        <translation>Le message arrivé n’a pas pu être comparé avec le serveur</translation>
    </message>
    <message>
        <source>The message was found as it was sent, byte for byte</source>
        <translation>Le message a été trouvé tel qu’envoyé, octet pour octet</translation>
    </message>
    <message>
        <source>The message was found as it was sent: size, date and flags</source>
        <translation>Le message a été trouvé tel qu’envoyé&#xa0;: taille, date et marques</translation>
    </message>
    <message>
        <source>less than a minute</source>
        <translation>moins d’une minute</translation>
    </message>
    <message>
        <source>about {0} min</source>
        <translation>environ {0} min</translation>
    </message>
    <message>
        <source>about {0} h</source>
        <translation>environ {0} h</translation>
    </message>
    <message>
        <source>less than a minute left</source>
        <translation>encore moins d’une minute</translation>
    </message>
    <message>
        <source>{0} min left</source>
        <translation>encore {0} min</translation>
    </message>
    <message>
        <source>{0} h left</source>
        <translation>encore {0} h</translation>
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
        <translation>Fait</translation>
    </message>
</context>
</TS>
