/**
 * Which options take a value, as the programs' own `--help` says (GNU coreutils, binutils, gettext, grep, sed,
 * util-linux, shadow, curl, wget, PostgreSQL of Debian). Written by .config/help-options.mjs; the notation is that of `options` in `model.ts`.
 */
export const HELP_OPTIONS: Readonly<Record<string, string>> = {
  base32: 'd|decode i|ignore-garbage w|wrap= help version',
  base64: 'd|decode i|ignore-garbage w|wrap= help version',
  basenc:
    'base64 base64url base32 base32hex base16 base2msbf base2lsbf d|decode i|ignore-garbage w|wrap= z85 help version',
  cat: 'A|show-all b|number-nonblank e E|show-ends n|number s|squeeze-blank t T|show-tabs u v|show-nonprinting help version',
  chgrp:
    'c|changes f|silent v|verbose dereference h|no-dereference no-preserve-root preserve-root reference= R|recursive H L P help version',
  chmod: 'c|changes f|silent v|verbose no-preserve-root preserve-root reference= R|recursive help version',
  chown:
    'c|changes f|silent v|verbose dereference h|no-dereference no-preserve-root preserve-root reference= R|recursive H L P help version',
  cksum:
    'a|algorithm= c|check l|length= tag untagged z|zero ignore-missing quiet status strict w|warn debug help version',
  comm: '1 2 3 check-order nocheck-order output-delimiter= total z|zero-terminated help version',
  cp: 'a|archive attributes-only backup? b copy-contents d f|force i|interactive H l|link L|dereference n|no-clobber P|no-dereference p preserve? no-preserve= parents reflink? remove-destination sparse= strip-trailing-slashes s|symbolic-link S|suffix= t|target-directory= T|no-target-directory u|update v|verbose x|one-file-system Z context? help version',
  csplit:
    'b|suffix-format= f|prefix= k|keep-files suppress-matched n|digits= s|quiet z|elide-empty-files help version',
  curl: 'abstract-unix-socket= alt-svc= anyauth a|append aws-sigv4= basic cacert= capath= E|cert= cert-status cert-type= ciphers= compressed compressed-ssh K|config= connect-timeout= connect-to= C|continue-at= b|cookie= c|cookie-jar= create-dirs create-file-mode= crlf crlfile= curves= d|data= data-ascii= data-binary= data-raw= data-urlencode= delegation= digest q|disable disable-eprt disable-epsv disallow-username-in-url= dns-interface= dns-ipv4-addr= dns-ipv6-addr= dns-servers= doh-cert-status doh-insecure doh-url= D|dump-header= egd-file= engine= etag-compare= etag-save= expect100-timeout= f|fail fail-early fail-with-body false-start F|form= form-escape form-string= ftp-account= ftp-alternative-to-user= ftp-create-dirs ftp-method= ftp-pasv P|ftp-port= ftp-pret ftp-skip-pasv-ip ftp-ssl-ccc ftp-ssl-ccc-mode= ftp-ssl-control G|get g|globoff happy-eyeballs-timeout-ms= haproxy-protocol I|head H|header= h|help= hostpubmd5= hostpubsha256= hsts= http0.9 0|http1.0 http1.1 http2 http2-prior-knowledge= http3 http3-only ignore-content-length= i|include k|insecure interface= 4|ipv4 6|ipv6 json= j|junk-session-cookies= keepalive-time= key= key-type= krb= libcurl= limit-rate= l|list-only local-port= L|location location-trusted login-options= mail-auth= mail-from= mail-rcpt= mail-rcpt-allowfails= M|manual max-filesize= max-redirs= m|max-time= metalink negotiate n|netrc netrc-file= netrc-optional no-alpn N|no-buffer no-clobber no-keepalive no-npn no-progress-meter no-sessionid noproxy= ntlm ntlm-wb oauth2-bearer= o|output= output-dir= Z|parallel parallel-immediate= parallel-max= pass= path-as-is pinnedpubkey= post301 post302 post303 preproxy proto= proto-default= proto-redir= x|proxy proxy-anyauth proxy-basic proxy-cacert= proxy-capath= proxy-cert= proxy-cert-type= proxy-ciphers= proxy-crlfile= proxy-digest proxy-header= proxy-insecure proxy-key= proxy-key-type= proxy-negotiate proxy-ntlm proxy-pass= proxy-pinnedpubkey= proxy-service-name= proxy-ssl-allow-beast= proxy-ssl-auto-client-cert= proxy-tls13-ciphers= proxy-tlsauthtype= proxy-tlspassword= proxy-tlsuser= proxy-tlsv1 U|proxy-user= proxy1.0= p|proxytunnel pubkey= Q|quote= random-file= r|range= rate= raw e|referer= J|remote-header-name= O|remote-name remote-name-all R|remote-time remove-on-error X|request= request-target= resolve= retry= retry-all-errors retry-connrefused retry-delay= retry-max-time= sasl-authzid= sasl-ir service-name= S|show-error s|silent socks4= socks4a= socks5= socks5-basic socks5-gssapi socks5-gssapi-nec socks5-gssapi-service= socks5-hostname= Y|speed-limit= y|speed-time= ssl ssl-allow-beast ssl-auto-client-cert= ssl-no-revoke ssl-reqd ssl-revoke-best-effort= 2|sslv2 3|sslv3 stderr= styled-output suppress-connect-headers= tcp-fastopen tcp-nodelay t|telnet-option= tftp-blksize= tftp-no-options z|time-cond= tls-max= tls13-ciphers= tlsauthtype= tlspassword= tlsuser= 1|tlsv1 tlsv1.0 tlsv1.1 tlsv1.2 tlsv1.3 tr-encoding trace= trace-ascii= trace-time unix-socket= T|upload-file= url= url-query= B|use-ascii u|user= A|user-agent= v|verbose V|version w|write-out= xattr',
  cut: 'b|bytes= c|characters= d|delimiter= f|fields= n complement s|only-delimited output-delimiter= z|zero-terminated help version M',
  date: 'd|date= debug f|file= resolution R|rfc-email rfc-3339= r|reference= s|set= u|utc help version',
  df: 'a|all B|block-size= h|human-readable H|si i|inodes k l|local no-sync output? P|portability sync total t|type= T|print-type x|exclude-type= v help version',
  diff: 'normal q|brief s|report-identical-files e|ed n|rcs y|side-by-side W|width= left-column suppress-common-lines p|show-c-function F|show-function-line= label= t|expand-tabs T|initial-tab tabsize= suppress-blank-empty l|paginate r|recursive no-dereference N|new-file unidirectional-new-file ignore-file-name-case no-ignore-file-name-case x|exclude= X|exclude-from= S|starting-file= from-file= to-file= i|ignore-case E|ignore-tab-expansion Z|ignore-trailing-space b|ignore-space-change w|ignore-all-space B|ignore-blank-lines I|ignore-matching-lines= a|text strip-trailing-cr D|ifdef= line-format= d|minimal horizon-lines= speed-large-files color? palette= help v|version',
  du: '0|null a|all apparent-size B|block-size= b|bytes c|total D|dereference-args d|max-depth= files0-from= H h|human-readable inodes k L|dereference l|count-links m P|no-dereference S|separate-dirs si s|summarize t|threshold= time? time-style= X|exclude-from= exclude= x|one-file-system help version',
  egrep:
    'E|extended-regexp F|fixed-strings G|basic-regexp P|perl-regexp e|regexp= f|file= i|ignore-case no-ignore-case w|word-regexp x|line-regexp z|null-data s|no-messages v|invert-match V|version help m|max-count= b|byte-offset n|line-number line-buffered H|with-filename h|no-filename label= o|only-matching q|quiet binary-files= a|text I d|directories= D|devices= r|recursive R|dereference-recursive include= exclude= exclude-from= exclude-dir= L|files-without-match l|files-with-matches c|count T|initial-tab Z|null B|before-context= A|after-context= C|context= group-separator= no-group-separator color? colour? U|binary',
  expand: 'i|initial t|tabs= help version',
  fgrep:
    'E|extended-regexp F|fixed-strings G|basic-regexp P|perl-regexp e|regexp= f|file= i|ignore-case no-ignore-case w|word-regexp x|line-regexp z|null-data s|no-messages v|invert-match V|version help m|max-count= b|byte-offset n|line-number line-buffered H|with-filename h|no-filename label= o|only-matching q|quiet binary-files= a|text I d|directories= D|devices= r|recursive R|dereference-recursive include= exclude= exclude-from= exclude-dir= L|files-without-match l|files-with-matches c|count T|initial-tab Z|null B|before-context= A|after-context= C|context= group-separator= no-group-separator color? colour? U|binary',
  fmt: 'c|crown-margin p|prefix= s|split-only t|tagged-paragraph u|uniform-spacing w|width= g|goal= help version',
  fold: 'b|bytes s|spaces w|width= help version',
  grep: 'E|extended-regexp F|fixed-strings G|basic-regexp P|perl-regexp e|regexp= f|file= i|ignore-case no-ignore-case w|word-regexp x|line-regexp z|null-data s|no-messages v|invert-match V|version help m|max-count= b|byte-offset n|line-number line-buffered H|with-filename h|no-filename label= o|only-matching q|quiet binary-files= a|text I d|directories= D|devices= r|recursive R|dereference-recursive include= exclude= exclude-from= exclude-dir= L|files-without-match l|files-with-matches c|count T|initial-tab Z|null B|before-context= A|after-context= C|context= group-separator= no-group-separator color? colour? U|binary',
  gzip: 'c|stdout d|decompress f|force h|help k|keep l|list L|license n|no-name N|name q|quiet r|recursive rsyncable S|suffix= synchronous t|test v|verbose V|version 1|fast 9|best',
  head: 'c|bytes= n|lines= q|quiet v|verbose z|zero-terminated help version',
  install:
    'backup? b c C|compare d|directory D g|group= m|mode= o|owner= p|preserve-timestamps s|strip strip-program= S|suffix= t|target-directory= T|no-target-directory v|verbose preserve-context Z context? help version',
  join: 'a= e= i|ignore-case j= o= t= v= 1= 2= check-order nocheck-order header z|zero-terminated help version',
  kill: 'q|queue= L|table h|help V|version',
  ln: 'backup? b f|force i|interactive L|logical n|no-dereference P|physical r|relative s|symbolic S|suffix= t|target-directory= T|no-target-directory v|verbose help version',
  ls: 'a|all A|almost-all author b|escape block-size= B|ignore-backups c C color? d|directory D|dired f F|classify? file-type format= full-time g group-directories-first G|no-group h|human-readable si H|dereference-command-line dereference-command-line-symlink-to-dir hide= hyperlink? indicator-style= i|inode I|ignore= k|kibibytes l L|dereference m n|numeric-uid-gid N|literal o p= q|hide-control-chars show-control-chars Q|quote-name quoting-style= r|reverse R|recursive s|size S sort= time= time-style= t T|tabsize= u U v w|width= x X Z|context zero 1 help version',
  md5sum: 'b|binary c|check tag t|text z|zero ignore-missing quiet status strict w|warn help version',
  mkdir: 'm|mode= p|parents v|verbose Z context? help version',
  mkfifo: 'm|mode= Z context? help version',
  mktemp: 'd|directory u|dry-run q|quiet suffix= p= tmpdir? t help version',
  mv: 'backup? b f|force i|interactive n|no-clobber strip-trailing-slashes S|suffix= t|target-directory= T|no-target-directory u|update v|verbose Z|context help version',
  nl: 'b|body-numbering= d|section-delimiter= f|footer-numbering= h|header-numbering= i|line-increment= l|join-blank-lines= n|number-format= p|no-renumber s|number-separator= v|starting-line-number= w|number-width= help version',
  nohup: 'help version',
  od: 'A|address-radix= j|skip-bytes= N|read-bytes= S= strings? t|format= v|output-duplicates traditional help version a b c d f i l o s x',
  paste: 'd|delimiters= s|serial z|zero-terminated help version',
  patch:
    'p= F= l c e n u N R i= o= r= D= merge E Z T quoting-style= b backup-if-mismatch no-backup-if-mismatch V= B= Y= z= g= t f s verbose dry-run posix d= reject-format= binary read-only= v help',
  pkill:
    'q|queue= e|echo c|count f|full g|pgroup= G|group= i|ignore-case n|newest o|oldest O|older= P|parent= s|session= t|terminal= u|euid= U|uid= x|exact F|pidfile= L|logpidfile r|runstates= A|ignore-ancestors cgroup= ns= nslist= h|help V|version',
  pgrep:
    'd|delimiter= l|list-name a|list-full v|inverse w|lightweight c|count f|full g|pgroup= G|group= i|ignore-case n|newest o|oldest O|older= P|parent= s|session= t|terminal= u|euid= U|uid= x|exact F|pidfile= L|logpidfile r|runstates= A|ignore-ancestors cgroup= ns= nslist= h|help V|version',
  pr: 'a|across c|show-control-chars d|double-space D|date-format= h|header= J|join-lines l|length= m|merge N|first-line-number= o|indent= r|no-file-warnings t|omit-header T|omit-pagination v|show-nonprinting w|width= W|page-width= help version',
  realpath:
    'e|canonicalize-existing m|canonicalize-missing L|logical P|physical q|quiet relative-to= relative-base= s|strip z|zero help version',
  rm: 'f|force i I interactive? one-file-system no-preserve-root preserve-root? d|dir v|verbose help version',
  rmdir: 'ignore-fail-on-non-empty p|parents v|verbose help version',
  sed: 'n|quiet debug follow-symlinks l|line-length= posix s|separate sandbox u|unbuffered z|null-data help version',
  seq: 'f|format= s|separator= w|equal-width help version',
  sha1sum: 'b|binary c|check tag t|text z|zero ignore-missing quiet status strict w|warn help version',
  sha256sum: 'b|binary c|check tag t|text z|zero ignore-missing quiet status strict w|warn help version',
  sha512sum: 'b|binary c|check tag t|text z|zero ignore-missing quiet status strict w|warn help version',
  shred: 'f|force n|iterations= random-source= s|size= u remove? v|verbose x|exact z|zero help version',
  shuf: 'e|echo i|input-range= n|head-count= o|output= random-source= r|repeat z|zero-terminated help version',
  sort: 'b|ignore-leading-blanks d|dictionary-order f|ignore-case g|general-numeric-sort i|ignore-nonprinting M|month-sort h|human-numeric-sort n|numeric-sort R|random-sort random-source= r|reverse sort= V|version-sort batch-size= c check? C= compress-program= debug files0-from= k|key= m|merge o|output= s|stable S|buffer-size= t|field-separator= T|temporary-directory= parallel= u|unique z|zero-terminated help version',
  split:
    'a|suffix-length= additional-suffix= b|bytes= C|line-bytes= d numeric-suffixes? x hex-suffixes? e|elide-empty-files filter= l|lines= n|number= t|separator= u|unbuffered verbose help version',
  stat: 'L|dereference f|file-system cached= c printf= t|terse help version',
  tac: 'b|before r|regex s|separator= help version',
  tail: 'c|bytes= f|follow? F n|lines= max-unchanged-stats= pid= q|quiet retry s|sleep-interval= v|verbose z|zero-terminated help version',
  tee: 'a|append i|ignore-interrupts p output-error? help version',
  touch: 'a c|no-create d|date= f h|no-dereference m r|reference= t= time= help version',
  tr: 'd|delete s|squeeze-repeats t|truncate-set1 help version',
  truncate: 'c|no-create o|io-blocks r|reference= s|size= help version',
  tsort: 'help version',
  unexpand: 'a|all first-only t|tabs= help version',
  uniq: 'c|count d|repeated D all-repeated? f|skip-fields= group? i|ignore-case s|skip-chars= u|unique z|zero-terminated w|check-chars= help version',
  useradd:
    'badname b|base-dir= btrfs-subvolume-home c|comment= d|home-dir= D|defaults e|expiredate= f|inactive= F|add-subids-for-system g|gid= G|groups= h|help k|skel= K|key l|no-log-init m|create-home M|no-create-home N|no-user-group o|non-unique p|password= r|system R|root= P|prefix= s|shell= u|uid= U|user-group Z|selinux-user=',
  userdel: 'f|force h|help r|remove R|root= P|prefix= Z|selinux-user',
  usermod:
    'a|append b|badname c|comment= d|home= e|expiredate= f|inactive= g|gid= G|groups= h|help l|login= L|lock m|move-home o|non-unique p|password= P|prefix= r|remove R|root= s|shell= u|uid= U|unlock v|add-subuids= V|del-subuids= w|add-subgids= W|del-subgids= Z|selinux-user=',
  groupadd: 'f|force g|gid= h|help K|key o|non-unique p|password= r|system R|root= P|prefix= U|users=',
  groupdel: 'h|help R|root= P|prefix= f|force',
  passwd:
    'a|all d|delete e|expire h|help k|keep-tokens i|inactive= l|lock n|mindays= q|quiet r|repository= R|root= S|status u|unlock w|warndays= x|maxdays=',
  chage:
    'd|lastday= E|expiredate= h|help i|iso8601 I|inactive= l|list m|mindays= M|maxdays= R|root= W|warndays=',
  wc: 'c|bytes m|chars l|lines files0-from= L|max-line-length w|words help version',
  wget: 'report-speed= config= no-config rejected-log= retry-connrefused retry-on-http-error= no-netrc start-pos= progress= show-progress no-if-modified-since no-use-server-timestamps spider dns-timeout= connect-timeout= read-timeout= waitretry= random-wait no-proxy bind-address= limit-rate= no-dns-cache restrict-file-names= ignore-case prefer-family= user= password= ask-password use-askpass= no-iri local-encoding= remote-encoding= unlink xattr protocol-directories cut-dirs= http-user= http-password= no-cache default-page= ignore-length header= compression= max-redirect proxy-user= proxy-password= referer= save-headers no-http-keep-alive no-cookies load-cookies= save-cookies= keep-session-cookies post-data= post-file= method= body-data= body-file= content-disposition content-on-error auth-no-challenge secure-protocol= https-only no-check-certificate certificate= certificate-type= private-key= private-key-type= ca-certificate= ca-directory= crl-file= ciphers= no-hsts hsts-file ftp-user= ftp-password= no-remove-listing no-glob no-passive-ftp preserve-permissions retr-symlinks ftps-implicit ftps-resume-ssl ftps-clear-data-connection ftps-fallback-to-ftp warc-file= warc-header= warc-max-size= warc-cdx warc-dedup= no-warc-compression no-warc-digests no-warc-keep-log warc-tempdir= delete-after convert-file-only backups= strict-comments accept-regex= reject-regex= regex-type= exclude-domains= follow-ftp follow-tags= ignore-tags= trust-server-names',
  xargs:
    '0|null a|arg-file= d|delimiter= E= e|eof? I= i|replace? L|max-lines= n|max-args= o|open-tty P|max-procs= p|interactive process-slot-var= r|no-run-if-empty s|max-chars= show-limits t|verbose x|exit help version',
  losetup:
    'a|all d|detach D|detach-all f|find c|set-capacity= j|associated= L|nooverlap o|offset= sizelimit= b|sector-size= P|partscan r|read-only direct-io? show v|verbose J|json l|list n|noheadings O|output= output-all raw h|help V|version',
  wipefs:
    'a|all b|backup f|force i|noheadings J|json n|no-act o|offset= O|output= p|parsable q|quiet t|types= lock? h|help V|version',
  mount:
    'a|all c|no-canonicalize f|fake F|fork T|fstab= i|internal-only l|show-labels m|mkdir? n|no-mtab options-mode= options-source= options-source-force o|options= O|test-opts= r|read-only t|types= source= target= target-prefix= v|verbose w|rw N|namespace= h|help V|version L|label= U|uuid= B|bind M|move R|rbind make-shared make-slave make-private make-unbindable make-rshared make-rslave make-rprivate make-runbindable',
  umount:
    'a|all A|all-targets c|no-canonicalize d|detach-loop fake f|force i|internal-only n|no-mtab l|lazy O|test-opts= R|recursive r|read-only t|types= v|verbose q|quiet N|namespace= h|help V|version',
  lsblk:
    'A|noempty D|discard E|dedup= I|include= J|json M|merge O|output-all P|pairs S|scsi T|tree? a|all b|bytes d|nodeps e|exclude= f|fs i|ascii l|list m|perms n|noheadings o|output= p|paths r|raw s|inverse t|topology w|width= x|sort= y|shell z|zoned sysroot= h|help V|version',
  addr2line:
    'a|addresses b|target= e|exe= i|inlines j|section= p|pretty-print s|basenames f|functions C|demangle? R|recurse-limit r|no-recurse-limit h|help v|version',
  chcon:
    'dereference h|no-dereference u|user= r|role= t|type= l|range= no-preserve-root preserve-root reference= R|recursive v|verbose H L P help version',
  column:
    't|table n|table-name= O|table-order= N|table-columns= l|table-columns-limit= E|table-noextreme= d|table-noheadings e|table-header-repeat H|table-hide= R|table-right= T|table-truncate= W|table-wrap= L|keep-empty-lines J|json r|tree= i|tree-id= p|tree-parent= c|output-width= o|output-separator= s|separator= x|fillrows h|help V|version',
  createuser:
    'c|connection-limit= d|createdb D|no-createdb e|echo g|role= i|inherit I|no-inherit l|login L|no-login P|pwprompt r|createrole R|no-createrole s|superuser S|no-superuser V|version interactive replication no-replication h|host= p|port= U|username= w|no-password W|password',
  diff3:
    'A|show-all e|ed E|show-overlap 3|easy-only x|overlap-only X i m|merge a|text strip-trailing-cr T|initial-tab diff-program= L|label= help v|version',
  dir: 'a|all A|almost-all author b|escape block-size= B|ignore-backups c C color? d|directory D|dired f F|classify? file-type format= full-time g group-directories-first G|no-group h|human-readable si H|dereference-command-line dereference-command-line-symlink-to-dir hide= hyperlink? indicator-style= i|inode I|ignore= k|kibibytes l L|dereference m n|numeric-uid-gid N|literal o p= q|hide-control-chars show-control-chars Q|quote-name quoting-style= r|reverse R|recursive s|size S sort= time= time-style= t T|tabsize= u U v w|width= x X Z|context zero 1 help version',
  fstrim:
    'a|all A|fstab I|listed-in= o|offset= l|length= m|minimum= v|verbose quiet-unsupported n|dry-run h|help V|version',
  free: 'b|bytes kilo mega giga tera peta k|kibi m|mebi g|gibi tebi pebi h|human si l|lohi t|total v|committed s|seconds= c|count= w|wide help V|version',
  journalctl:
    'system user M|machine= m|merge D|directory= file= root= image= namespace= S|since= U|until= c|cursor= after-cursor= cursor-file= b|boot? u|unit= user-unit= t|identifier= p|priority= g|grep= case-sensitive? k|dmesg o|output= output-fields= n|lines? r|reverse show-cursor utc x|catalog no-hostname no-full a|all f|follow no-tail q|quiet no-pager e|pager-end interval= verify-key= force h|help version N|fields F|field= list-boots disk-usage vacuum-size= vacuum-files= vacuum-time= verify sync relinquish-var smart-relinquish-var flush rotate header list-catalog dump-catalog update-catalog setup-keys',
  lscpu:
    'a|all b|online B|bytes C|caches? c|offline J|json e|extended? p|parse? s|sysroot= x|hex y|physical output-all h|help V|version',
  msgfmt:
    'D|directory= j|java java2 csharp csharp-resources tcl qt desktop xml o|output-file= strict r|resource= l|locale= source d= template= k|keyword L|language= P|properties-input stringtable-input c|check check-format check-header check-domain C|check-compatibility check-accelerators? f|use-fuzzy a|alignment= endianness= no-hash h|help V|version statistics v|verbose',
  namei: 'x|mountpoints m|modes o|owners l|long n|nosymlinks v|vertical h|help V|version',
  nm: 'a|debug-syms A|print-file-name B C|demangle? no-demangle recurse-limit no-recurse-limit= D|dynamic e f|format= g|extern-only ifunc-chars= j|just-symbols l|line-numbers n|numeric-sort o p|no-sort P|portability r|reverse-sort plugin= S|print-size s|print-armap quiet size-sort special-syms synthetic t|radix= target= u|undefined-only U|defined-only W|no-weak with-symbol-versions h|help V|version',
  objdump:
    'a|archive-headers f|file-headers p|private-headers P|private= x|all-headers d disassemble? D|disassemble-all S|source source-comment? s|full-contents g|debugging e|debugging-tags G|stabs L|process-links ctf? sframe? t|syms T|dynamic-syms r|reloc R|dynamic-reloc v|version i|info H|help b|target= m|architecture= j|section= M|disassembler-options= file-start-context I|include= l|line-numbers F|file-offsets C|demangle? recurse-limit no-recurse-limit w|wide z|disassemble-zeroes start-address= stop-address= no-addresses prefix-addresses insn-width= adjust-vma= show-all-symbols special-syms inlines prefix= prefix-strip= dwarf-depth= dwarf-start= dwarf-check ctf-parent= visualize-jumps? disassembler-color=',
  pg_dump:
    'f|file= j|jobs= v|verbose V|version lock-wait-timeout= no-sync a|data-only b|blobs B|no-blobs c|clean C|create e|extension= E|encoding= n|schema= N|exclude-schema= O|no-owner s|schema-only S|superuser= t|table= T|exclude-table= x|no-privileges binary-upgrade column-inserts disable-dollar-quoting disable-triggers enable-row-security exclude-table-data= extra-float-digits= if-exists include-foreign-data= inserts load-via-partition-root no-comments no-publications no-security-labels no-subscriptions no-table-access-method no-tablespaces no-toast-compression no-unlogged-table-data on-conflict-do-nothing quote-all-identifiers restrict-key= rows-per-insert= section= serializable-deferrable snapshot= strict-names use-set-session-authorization d|dbname= h|host= p|port= U|username= w|no-password W|password role=',
  pg_dumpall:
    'f|file= v|verbose V|version lock-wait-timeout= a|data-only c|clean E|encoding= g|globals-only O|no-owner r|roles-only s|schema-only S|superuser= t|tablespaces-only x|no-privileges binary-upgrade column-inserts disable-dollar-quoting disable-triggers exclude-database= extra-float-digits= if-exists inserts load-via-partition-root no-comments no-publications no-role-passwords no-security-labels no-subscriptions no-sync no-table-access-method no-tablespaces no-toast-compression no-unlogged-table-data on-conflict-do-nothing quote-all-identifiers restrict-key= rows-per-insert= use-set-session-authorization d|dbname= h|host= l|database= p|port= U|username= w|no-password W|password role=',
  pg_restore:
    'd|dbname= f|file= l|list v|verbose V|version a|data-only c|clean C|create e|exit-on-error I|index= j|jobs= L|use-list= n|schema= N|exclude-schema= O|no-owner s|schema-only S|superuser= t|table= T|trigger= x|no-privileges 1|single-transaction disable-triggers enable-row-security if-exists no-comments no-data-for-failed-tables no-publications no-security-labels no-subscriptions no-table-access-method no-tablespaces restrict-key= section= strict-names use-set-session-authorization h|host= p|port= U|username= w|no-password W|password role=',
  prlimit:
    'p|pid= o|output= noheadings raw verbose h|help V|version c|core d|data e|nice f|fsize i|sigpending l|memlock m|rss n|nofile q|msgqueue r|rtprio s|stack t|cpu u|nproc v|as x|locks y|rttime',
  readlink:
    'f|canonicalize e|canonicalize-existing m|canonicalize-missing n|no-newline q|quiet s|silent v|verbose z|zero help version',
  renice: 'n|priority= p|pid g|pgrp u|user h|help V|version',
  sdiff:
    'o|output= i|ignore-case E|ignore-tab-expansion Z|ignore-trailing-space b|ignore-space-change W|ignore-all-space B|ignore-blank-lines I|ignore-matching-lines= strip-trailing-cr a|text w|width= l|left-column s|suppress-common-lines t|expand-tabs tabsize= d|minimal H|speed-large-files diff-program= help v|version',
  sha224sum: 'b|binary c|check tag t|text z|zero ignore-missing quiet status strict w|warn help version',
  sha384sum: 'b|binary c|check tag t|text z|zero ignore-missing quiet status strict w|warn help version',
  strings:
    'd|data f|print-file-name n= bytes= w|include-all-whitespace= o T|target= s|output-separator= h|help',
  swapon:
    'a|all d|discard? e|ifexists f|fixpgsz o|options= p|priority= s|summary show? noheadings raw bytes v|verbose h|help V|version L= U=',
  unshare:
    'm|mount? u|uts? i|ipc? n|net? p|pid? U|user? C|cgroup? T|time? f|fork r|map-root-user c|map-current-user map-auto map-users= map-groups= kill-child? mount-proc? propagation setgroups keep-caps R|root= w|wd= S|setuid= G|setgid= monotonic= boottime= h|help V|version',
  vdir: 'a|all A|almost-all author b|escape block-size= B|ignore-backups c C color? d|directory D|dired f F|classify? file-type format= full-time g group-directories-first G|no-group h|human-readable si H|dereference-command-line dereference-command-line-symlink-to-dir hide= hyperlink? indicator-style= i|inode I|ignore= k|kibibytes l L|dereference m n|numeric-uid-gid N|literal o p= q|hide-control-chars show-control-chars Q|quote-name quoting-style= r|reverse R|recursive s|size S sort= time= time-style= t T|tabsize= u U v w|width= x X Z|context zero 1 help version',
  vmstat:
    'a|active f|forks m|slabs n|one-header s|stats d|disk D|disk-sum p|partition= S|unit= w|wide t|timestamp y|no-first h|help V|version',
  xgettext:
    'f|files-from= D|directory= d|default-domain= o|output= p|output-dir= L|language= from-code= j|join-existing c|add-comments check= sentence-end= a|extract-all k|keyword T|trigraphs its= qt kde boost debug color? style= e|no-escape E|escape force-po i|indent no-location n|add-location strict properties-output stringtable-output itstool w|width= no-wrap s|sort-output F|sort-by-file omit-header copyright-holder= foreign-user package-name= package-version= h|help V|version v|verbose',
  zstd: 'o= k|keep rm d|decompress D= f|force h H|help V|version c|stdout v|verbose q|quiet trace= r filelist= output-dir-flat= output-dir-mirror= ultra fast? adapt long? patch-from= single-thread rsyncable exclude-compressed no-dictID format= l test train train-legacy? S priority=',
};
