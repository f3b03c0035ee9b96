"""Months, days of the week, and the days around today, as people call them in many languages."""

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from loyalty.names import fold_name

# From the Common Locale Data: January to December, whole names parted by /, short ones after ~, a space as _.
_MONTHS = """
ar: يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر
ar-LB: كانون_الثاني شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين_الأول تشرين_الثاني كانون_الأول
az: yanvar~yan fevral~fev mart~mar aprel~apr may iyun~iyn iyul~iyl avqust~avq sentyabr~sen oktyabr~okt noyabr~noy dekabr~dek
be: студзеня/студзень~сту лютага/люты~лют сакавіка/сакавік~сак красавіка/красавік~кра мая/май чэрвеня/чэрвень~чэр ліпеня/ліпень~ліп жніўня/жнівень~жні верасня/верасень~вер кастрычніка/кастрычнік~кас лістапада/лістапад~ліс снежня/снежань~сне
bg: януари~яну февруари~фев март април~апр май юни юли август~авг септември~сеп октомври~окт ноември~ное декември~дек
bn: জানুয়ারী~জানু ফেব্রুয়ারী~ফেব মার্চ এপ্রিল~এপ্রি মে জুন জুলাই~জুল আগস্ট~আগ সেপ্টেম্বর~সেপ অক্টোবর~অক্টো নভেম্বর~নভে ডিসেম্বর~ডিসে
bs: januar~jan februar~feb mart~mar april~apr maj juni~jun juli~jul august~aug septembar~sep oktobar~okt novembar~nov decembar~dec
ca: de_gener/gener~de_gen/gen de_febrer/febrer~de_febr/febr de_març/març d'abril/abril~d'abr/abr de_maig/maig de_juny/juny de_juliol/juliol~de_jul/jul d'agost/agost~d'ag/ag de_setembre/setembre~de_set/set d'octubre/octubre~d'oct/oct de_novembre/novembre~de_nov/nov de_desembre/desembre~de_des/des
cs: ledna/leden~led února/únor~úno března/březen~bře dubna/duben~dub května/květen~kvě června/červen~čvn července/červenec~čvc srpna/srpen~srp září~zář října/říjen~říj listopadu/listopad~lis prosince/prosinec~pro
cy: Ionawr~Ion Chwefror~Chwef/Chw Mawrth~Maw Ebrill~Ebr Mai Mehefin~Meh Gorffennaf~Gorff/Gor Awst Medi Hydref~Hyd Tachwedd~Tach Rhagfyr~Rhag
da: januar~jan februar~feb marts~mar april~apr maj juni~jun juli~jul august~aug september~sep oktober~okt november~nov december~dec
de: Januar~Jan Februar~Feb März~Mär April~Apr Mai Juni~Jun Juli~Jul August~Aug September~Sept/Sep Oktober~Okt November~Nov Dezember~Dez
en: January~Jan February~Feb March~Mar April~Apr May June~Jun July~Jul August~Aug September~Sep October~Oct November~Nov December~Dec
el: Ιανουαρίου/Ιανουάριος~Ιαν Φεβρουαρίου/Φεβρουάριος~Φεβ Μαρτίου/Μάρτιος~Μαρ/Μάρ Απριλίου/Απρίλιος~Απρ Μαΐου/Μάιος~Μαΐ/Μάι Ιουνίου/Ιούνιος~Ιουν/Ιούν Ιουλίου/Ιούλιος~Ιουλ/Ιούλ Αυγούστου/Αύγουστος~Αυγ/Αύγ Σεπτεμβρίου/Σεπτέμβριος~Σεπ Οκτωβρίου/Οκτώβριος~Οκτ Νοεμβρίου/Νοέμβριος~Νοε/Νοέ Δεκεμβρίου/Δεκέμβριος~Δεκ
es: enero~ene febrero~feb marzo~mar abril~abr mayo~may junio~jun julio~jul agosto~ago septiembre~sept octubre~oct noviembre~nov diciembre~dic
et: jaanuar~jaan veebruar~veebr märts aprill~apr mai juuni juuli august~aug september~sept oktoober~okt november~nov detsember~dets
eu: urtarrila~urt otsaila~ots martxoa~mar apirila~api maiatza~mai ekaina~eka uztaila~uzt abuztua~abu iraila~ira urria~urr azaroa~aza abendua~abe
fa: ژانویهٔ/ژانویه فوریهٔ/فوریه مارس آوریل مهٔ/مه ژوئن ژوئیهٔ/ژوئیه اوت سپتامبر اکتبر نوامبر دسامبر
fi: tammikuuta/tammikuu~tammi helmikuuta/helmikuu~helmi maaliskuuta/maaliskuu~maalis huhtikuuta/huhtikuu~huhti toukokuuta/toukokuu~touko kesäkuuta/kesäkuu~kesä heinäkuuta/heinäkuu~heinä elokuuta/elokuu~elo syyskuuta/syyskuu~syys lokakuuta/lokakuu~loka marraskuuta/marraskuu~marras joulukuuta/joulukuu~joulu
fil: Enero~Ene Pebrero~Peb Marso~Mar Abril~Abr Mayo~May Hunyo~Hun Hulyo~Hul Agosto~Ago Setyembre~Set Oktubre~Okt Nobyembre~Nob Disyembre~Dis
fr: janvier~janv février~févr mars avril~avr mai juin juillet~juil août septembre~sept octobre~oct novembre~nov décembre~déc
ga: Eanáir~Ean Feabhra~Feabh Márta Aibreán~Aib Bealtaine~Beal Meitheamh~Meith Iúil Lúnasa~Lún Meán_Fómhair~MFómh Deireadh_Fómhair~DFómh Samhain~Samh Nollaig~Noll
gl: xaneiro~xan febreiro~feb marzo~mar abril~abr maio xuño xullo~xul agosto~ago setembro~set outubro~out novembro~nov decembro~dec
gu: જાન્યુઆરી~જાન્યુ ફેબ્રુઆરી~ફેબ્રુ માર્ચ એપ્રિલ મે જૂન જુલાઈ ઑગસ્ટ સપ્ટેમ્બર~સપ્ટે ઑક્ટોબર~ઑક્ટો નવેમ્બર~નવે ડિસેમ્બર~ડિસે
he: ינואר~ינו׳ פברואר~פבר׳ מרץ אפריל~אפר׳ מאי יוני יולי אוגוסט~אוג׳ ספטמבר~ספט׳ אוקטובר~אוק׳ נובמבר~נוב׳ דצמבר~דצמ׳
hi: जनवरी~जन॰ फ़रवरी~फ़र॰ मार्च अप्रैल मई जून जुलाई~जुल॰ अगस्त~अग॰ सितंबर~सित॰ अक्टूबर~अक्टू॰ नवंबर~नव॰ दिसंबर/दिसम्बर~दिस॰
hr: siječnja/siječanj~sij veljače/veljača~velj ožujka/ožujak~ožu travnja/travanj~tra svibnja/svibanj~svi lipnja/lipanj~lip srpnja/srpanj~srp kolovoza/kolovoz~kol rujna/rujan~ruj listopada/listopad~lis studenoga/studenog/studeni~stu prosinca/prosinac~pro
hu: január~jan február~febr március~márc április~ápr május~máj június~jún július~júl augusztus~aug szeptember~szept október~okt november~nov december~dec
hy: հունվարի/հունվար~հնվ փետրվարի/փետրվար~փտվ մարտի/մարտ~մրտ ապրիլի/ապրիլ~ապր մայիսի/մայիս~մյս հունիսի/հունիս~հնս հուլիսի/հուլիս~հլս օգոստոսի/օգոստոս~օգս սեպտեմբերի/սեպտեմբեր~սեպ հոկտեմբերի/հոկտեմբեր~հոկ նոյեմբերի/նոյեմբեր~նոյ դեկտեմբերի/դեկտեմբեր~դեկ
id: Januari~Jan Februari~Feb Maret~Mar April~Apr Mei Juni~Jun Juli~Jul Agustus~Agu September~Sep Oktober~Okt November~Nov Desember~Des
is: janúar~jan febrúar~feb mars~mar apríl~apr maí júní~jún júlí~júl ágúst~ágú september~sep október~okt nóvember~nóv desember~des
it: gennaio~gen febbraio~feb marzo~mar aprile~apr maggio~mag giugno~giu luglio~lug agosto~ago settembre~set ottobre~ott novembre~nov dicembre~dic
ka: იანვარი~იან თებერვალი~თებ მარტი~მარ აპრილი~აპრ მაისი~მაი ივნისი~ივნ ივლისი~ივლ აგვისტო~აგვ სექტემბერი~სექ ოქტომბერი~ოქტ ნოემბერი~ნოე დეკემბერი~დეკ
kk: қаңтар/Қаңтар~қаң ақпан/Ақпан~ақп наурыз/Наурыз~нау сәуір/Сәуір~сәу мамыр/Мамыр~мам маусым/Маусым~мау шілде/Шілде~шіл тамыз/Тамыз~там қыркүйек/Қыркүйек~қыр қазан/Қазан~қаз қараша/Қараша~қар желтоқсан/Желтоқсан~жел
km: មករា កុម្ភៈ មីនា មេសា ឧសភា មិថុនា កក្កដា សីហា កញ្ញា តុលា វិច្ឆិកា ធ្នូ
kn: ಜನವರಿ~ಜನ ಫೆಬ್ರವರಿ~ಫೆಬ್ರ ಮಾರ್ಚ್ ಏಪ್ರಿಲ್~ಏಪ್ರಿ ಮೇ ಜೂನ್ ಜುಲೈ ಆಗಸ್ಟ್~ಆಗ ಸೆಪ್ಟೆಂಬರ್~ಸೆಪ್ಟೆಂ ಅಕ್ಟೋಬರ್~ಅಕ್ಟೋ ನವೆಂಬರ್~ನವೆಂ ಡಿಸೆಂಬರ್~ಡಿಸೆಂ
ky: январь/Январь~янв/Янв февраль/Февраль~фев/Фев март/Март~мар/Мар апрель/Апрель~апр/Апр май/Май июнь/Июнь~июн/Июн июль/Июль~июл/Июл август/Август~авг/Авг сентябрь/Сентябрь~сен/Сен октябрь/Октябрь~окт/Окт ноябрь/Ноябрь~ноя/Ноя декабрь/Декабрь~дек/Дек
lo: ມັງກອນ~ມ.ກ ກຸມພາ~ກ.ພ ມີນາ~ມ.ນ ເມສາ~ມ.ສ ພຶດສະພາ~ພ.ພ ມິຖຸນາ~ມິ.ຖ ກໍລະກົດ~ກ.ລ ສິງຫາ~ສ.ຫ ກັນຍາ~ກ.ຍ ຕຸລາ~ຕ.ລ ພະຈິກ~ພ.ຈ ທັນວາ~ທ.ວ
lt: sausio/sausis~saus vasario/vasaris~vas kovo/kovas~kov balandžio/balandis~bal gegužės/gegužė~geg birželio/birželis~birž liepos/liepa~liep rugpjūčio/rugpjūtis~rugp rugsėjo/rugsėjis~rugs spalio/spalis~spal lapkričio/lapkritis~lapkr gruodžio/gruodis~gruod
lv: janvāris~janv februāris~febr marts aprīlis~apr maijs jūnijs~jūn jūlijs~jūl augusts~aug septembris~sept oktobris~okt novembris~nov decembris~dec
mk: јануари~јан февруари~фев март~мар април~апр мај јуни~јун јули~јул август~авг септември~сеп октомври~окт ноември~ное декември~дек
ml: ജനുവരി~ജനു ഫെബ്രുവരി~ഫെബ്രു മാർച്ച്~മാർ ഏപ്രിൽ~ഏപ്രി മേയ് ജൂൺ ജൂലൈ ഓഗസ്റ്റ്~ഓഗ സെപ്റ്റംബർ~സെപ്റ്റം ഒക്‌ടോബർ~ഒക്ടോ നവംബർ~നവം ഡിസംബർ~ഡിസം
mn: нэгдүгээр_сар/Нэгдүгээр_сар хоёрдугаар_сар/Хоёрдугаар_сар гуравдугаар_сар/Гуравдугаар_сар дөрөвдүгээр_сар/Дөрөвдүгээр_сар тавдугаар_сар/Тавдугаар_сар зургаадугаар_сар/Зургаадугаар_сар долоодугаар_сар/Долоодугаар_сар наймдугаар_сар/Наймдугаар_сар есдүгээр_сар/Есдүгээр_сар аравдугаар_сар/Аравдугаар_сар арван_нэгдүгээр_сар/Арван_нэгдүгээр_сар арван_хоёрдугаар_сар/Арван_хоёрдугаар_сар
mr: जानेवारी~जाने फेब्रुवारी~फेब्रु मार्च एप्रिल~एप्रि मे जून जुलै ऑगस्ट~ऑग सप्टेंबर~सप्टें ऑक्टोबर~ऑक्टो नोव्हेंबर~नोव्हें डिसेंबर~डिसें
ms: Januari~Jan Februari~Feb Mac April~Apr Mei Jun Julai~Jul Ogos~Ogo September~Sep Oktober~Okt November~Nov Disember~Dis
my: ဇန်နဝါရီ~ဇန် ဖေဖော်ဝါရီ~ဖေ မတ် ဧပြီ~ဧ မေ ဇွန် ဇူလိုင်~ဇူ ဩဂုတ်~ဩ စက်တင်ဘာ~စက် အောက်တိုဘာ~အောက် နိုဝင်ဘာ~နို ဒီဇင်ဘာ~ဒီ
nb: januar~jan februar~feb mars~mar april~apr mai juni~jun juli~jul august~aug september~sep oktober~okt november~nov desember~des
ne: जनवरी फेब्रुअरी मार्च अप्रिल मे जुन जुलाई अगस्ट सेप्टेम्बर अक्टोबर नोभेम्बर डिसेम्बर
nl: januari~jan februari~feb maart~mrt april~apr mei juni~jun juli~jul augustus~aug september~sep oktober~okt november~nov december~dec
nn: januar~jan februar~feb mars~mar april~apr mai juni~jun juli~jul august~aug september~sep oktober~okt november~nov desember~des
pa: ਜਨਵਰੀ~ਜਨ ਫ਼ਰਵਰੀ~ਫ਼ਰ ਮਾਰਚ ਅਪ੍ਰੈਲ~ਅਪ੍ਰੈ ਮਈ ਜੂਨ ਜੁਲਾਈ~ਜੁਲਾ ਅਗਸਤ~ਅਗ ਸਤੰਬਰ~ਸਤੰ ਅਕਤੂਬਰ~ਅਕਤੂ ਨਵੰਬਰ~ਨਵੰ ਦਸੰਬਰ~ਦਸੰ
pl: stycznia/styczeń~sty lutego/luty~lut marca/marzec~mar kwietnia/kwiecień~kwi maja/maj czerwca/czerwiec~cze lipca/lipiec~lip sierpnia/sierpień~sie września/wrzesień~wrz października/październik~paź listopada/listopad~lis grudnia/grudzień~gru
pt: janeiro~jan fevereiro~fev março~mar abril~abr maio~mai junho~jun julho~jul agosto~ago setembro~set outubro~out novembro~nov dezembro~dez
ro: ianuarie~ian februarie~feb martie~mar aprilie~apr mai iunie~iun iulie~iul august~aug septembrie~sept octombrie~oct noiembrie~nov decembrie~dec
ru: января/январь~янв февраля/февраль~февр марта/март~мар апреля/апрель~апр мая/май июня/июнь~июн июля/июль~июл августа/август~авг сентября/сентябрь~сент октября/октябрь~окт ноября/ноябрь~нояб декабря/декабрь~дек
si: ජනවාරි~ජන පෙබරවාරි~පෙබ මාර්තු~මාර් අප්‍රේල් මැයි ජූනි ජූලි අගෝස්තු~අගෝ සැප්තැම්බර්~සැප් ඔක්තෝබර්~ඔක් නොවැම්බර්~නොවැ දෙසැම්බර්~දෙසැ
sk: januára/január~jan februára/február~feb marca/marec~mar apríla/apríl~apr mája/máj júna/jún júla/júl augusta/august~aug septembra/september~sep októbra/október~okt novembra/november~nov decembra/december~dec
sl: januar~jan februar~feb marec~mar april~apr maj junij~jun julij~jul avgust~avg september~sep oktober~okt november~nov december~dec
sq: janar~jan shkurt~shk mars~mar prill~pri maj qershor~qer korrik~korr gusht~gush shtator~sht tetor~tet nëntor~nën dhjetor~dhj
sr: јануар~јан фебруар~феб март~мар април~апр мај јун јул август~авг септембар~сеп октобар~окт новембар~нов децембар~дец
sr-Latn: januar~jan februar~feb mart~mar april~apr maj jun jul avgust~avg septembar~sep oktobar~okt novembar~nov decembar~dec
sv: januari~jan februari~feb mars april~apr maj juni juli augusti~aug september~sep oktober~okt november~nov december~dec
sw: Januari~Jan Februari~Feb Machi~Mac Aprili~Apr Mei Juni~Jun Julai~Jul Agosti~Ago Septemba~Sep Oktoba~Okt Novemba~Nov Desemba~Des
ta: ஜனவரி~ஜன பிப்ரவரி~பிப் மார்ச்~மார் ஏப்ரல்~ஏப் மே ஜூன் ஜூலை ஆகஸ்ட்~ஆக செப்டம்பர்~செப் அக்டோபர்~அக் நவம்பர்~நவ டிசம்பர்~டிச
te: జనవరి~జన ఫిబ్రవరి~ఫిబ్ర మార్చి ఏప్రిల్~ఏప్రి మే జూన్ జులై ఆగస్టు~ఆగ సెప్టెంబర్~సెప్టెం అక్టోబర్~అక్టో నవంబర్~నవం డిసెంబర్~డిసెం
tg: Январ~Янв Феврал~Фев Март~Мар Апрел~Апр Май Июн Июл Август~Авг Сентябр~Сен Октябр~Окт Ноябр~Ноя Декабр~Дек
th: มกราคม~ม.ค กุมภาพันธ์~ก.พ มีนาคม~มี.ค เมษายน~เม.ย พฤษภาคม~พ.ค มิถุนายน~มิ.ย กรกฎาคม~ก.ค สิงหาคม~ส.ค กันยายน~ก.ย ตุลาคม~ต.ค พฤศจิกายน~พ.ย ธันวาคม~ธ.ค
tr: Ocak~Oca Şubat~Şub Mart~Mar Nisan~Nis Mayıs~May Haziran~Haz Temmuz~Tem Ağustos~Ağu Eylül~Eyl Ekim~Eki Kasım~Kas Aralık~Ara
uk: січня/січень~січ лютого/лютий~лют березня/березень~бер квітня/квітень~квіт травня/травень~трав червня/червень~черв липня/липень~лип серпня/серпень~серп вересня/вересень~вер жовтня/жовтень~жовт листопада/листопад~лист грудня/грудень~груд
ur: جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر
uz: yanvar/Yanvar~yan/Yan fevral/Fevral~fev/Fev mart/Mart~mar/Mar aprel/Aprel~apr/Apr may/May iyun/Iyun~iyn/Iyn iyul/Iyul~iyl/Iyl avgust/Avgust~avg/Avg sentabr/Sentabr~sen/Sen oktabr/Oktabr~okt/Okt noyabr/Noyabr~noy/Noy dekabr/Dekabr~dek/Dek
zu: Januwari~Jan Februwari~Feb Mashi~Mas Ephreli~Eph Meyi~Mey Juni~Jun Julayi~Jul Agasti~Aga Septhemba~Sep Okthoba~Okt Novemba~Nov Disemba~Dis
"""

# How many days from today each word is; one that is said of two days ("kal") is left out.
_NEAR = {
    -2: "day_before_yesterday the_day_before_yesterday eergisteren tegnapelőtt vorgestern avant-hier anteayer przedwczoraj позавчера позавчора 一昨日 おととい 前天 그저께",
    -1: "yesterday gisteren tegnap gestern hier ayer ieri ontem ahir wczoraj včera včeraj jučer juče вчера вчора igår "
    "i_går í_gær eilen eile vakar χθες dün أمس امس אתמול دیروز 昨日 きのう 昨天 어제 kemarin "
    "semalam hôm_qua เมื่อวาน kahapon jana",
    0: "today vandaag ma heute aujourd'hui hoy oggi hoje avui azi dzisiaj dziś dnes danes danas днес сегодня сьогодні "
    "idag i_dag í_dag tänään täna šiandien šodien σήμερα bugün اليوم היום امروز 今日 きょう 今天 오늘 hari_ini hôm_nay วันนี้ "
    "ngayon leo आज",
    1: "tomorrow morgen holnap demain mañana domani amanhã demà mâine jutro zítra zajtra jutri sutra утре завтра imorgon "
    "i_morgen á_morgun huomenna homme rytoj rīt αύριο yarın غدا بكرة מחר فردا 明日 あした 明天 내일 besok esok ngày_mai "
    "พรุ่งนี้ bukas kesho",
    2: "day_after_tomorrow the_day_after_tomorrow overmorgen holnapután übermorgen après-demain pasado_mañana dopodomani depois_de_amanhã pojutrze pozítří "
    "послезавтра післязавтра övermorgon ylihuomenna 明後日 あさって 后天 後天 모레 lusa ngày_kia",
}

# What stands beside such a word and says nothing of the day: "my birthday is tomorrow", "het is vandaag!".
_BESIDE = (
    "my birthday bday is it it's its on mijn verjaardag ben jarig ik het op ez az en a szuletesnapom szulinapom van lesz "
    "mein geburtstag ist es mon anniversaire c'est mi cumpleanos il mio compleanno e"
)

# "in 3 weeks", "over drie weken", "3 hét múlva": how long each unit is, in days or in months.
_UNITS = {
    (
        1,
        0,
    ): "day days dag dagen nap napon napot tag tage tagen jour jours dia dias giorno giorni dzien dni dnu den dny",
    (14, 0): "fortnight",
    (
        7,
        0,
    ): "week weeks weken het heten hetet woche wochen semaine semaines semana semanas settimana settimane tydzien "
    "tygodni tygodnie tyden tydny tydnu",
    (
        0,
        1,
    ): "month months maand maanden honap honapon honapot monat monate monaten mois mes meses mese mesi miesiac "
    "miesiace miesiecy mesic mesice mesicu",
    (0, 12): "year years jaar ev even evet jahr jahre jahren an ans ano anos anno anni rok lata let",
}
# Numbers as they are written out before a unit: "in two weeks", "egy hét múlva".
_WRITTEN = {
    1: "a an one een egy ein eine einem einen einer un une una uno um uma jeden jedna jedno",
    2: "two twee ket ketto zwei deux dos due dois duas dwa dwie dva dve",
    3: "three drie harom drei trois tres tre trzy tri",
    4: "four vier negy quatre cuatro quattro quatro cztery ctyri",
    5: "five vijf ot funf cinq cinco cinque piec pet",
    6: "six zes hat sechs seis sei szesc sest",
    7: "seven zeven het sieben sept siete sette sete siedem sedm",
    8: "eight acht nyolc huit ocho otto oito osiem osm",
    9: "nine negen kilenc neun neuf nueve nove dziewiec devet",
    10: "ten tien tiz zehn dix diez dieci dez dziesiec deset",
    11: "eleven elf tizenegy onze once undici",
    12: "twelve twaalf tizenketto tizenket zwolf douze doce dodici doze",
    14: "fourteen veertien tizennegy vierzehn quatorze catorce quattordici catorze",
    15: "fifteen vijftien tizenot funfzehn quinze quince quindici",
    20: "twenty twintig husz zwanzig vingt veinte venti vinte",
    30: "thirty dertig harminc dreissig trente treinta trenta trinta",
}
_SOON = re.compile(
    r"(?P<ahead>(?:in|over|dans|en|em|tra|fra|za|within|binnen|dentro de|daqui a) )?"
    r"(?:(?P<figures>\d{1,3})|(?P<written>[^\W\d]+)) (?P<unit>\w+)(?P<behind> (?:mulva|from now|from today|later))?"
)

# Monday to Sunday, in Hungarian with its ending too.
_WEEKDAYS = (
    "monday maandag hetfo hetfon montag lundi lunes lunedi segunda-feira poniedzialek pondeli",
    "tuesday dinsdag kedd kedden dienstag mardi martes martedi terca-feira wtorek utery",
    "wednesday woensdag szerda szerdan mittwoch mercredi miercoles mercoledi quarta-feira sroda srode streda stredu",
    "thursday donderdag csutortok csutortokon donnerstag jeudi jueves giovedi quinta-feira czwartek ctvrtek",
    "friday vrijdag pentek penteken freitag vendredi viernes venerdi sexta-feira piatek patek",
    "saturday zaterdag szombat szombaton samstag sonnabend samedi sabado sabato sobota sobote sobotu",
    "sunday zondag vasarnap sonntag dimanche domingo domenica niedziela niedziele nedele nedeli",
)


def months_of_two_words(words: str) -> Mapping[int, frozenset[str]]:
    """Return the months that have a name of two words: "كانون الثاني"."""
    return _names()[0].get(_plain(words), {})


def months_named(word: str) -> Mapping[int, frozenset[str]]:
    """Return the months that a word names, each with the languages in which it does; whole names before short ones."""
    whole, short = _names()
    word = _plain(word)
    exact = whole.get(word) or short.get(word)
    if exact:
        return exact
    # With an ending or a preposition grown onto it: "márciusban", "בדצמבר".
    grown = (name for name in whole if len(name) > 3 and (word.startswith(name) or word[1:] == name))
    return whole.get(max(grown, key=len, default=""), {})


def days_from_today(text: str) -> int | None:
    """Return how far from today a text is that names such a day and nothing else, in any language."""
    said = _plain(text.strip(" .!?,"))
    telling = " ".join(word for word in said.split() if word not in _BESIDE.split())
    return _near().get(said, _near().get(telling))


def time_from_today(text: str) -> tuple[int, int] | None:
    """Return how far ahead a text is that counts: "in 3 weeks", "in a week", as days and months."""
    found = _SOON.fullmatch(plain_words(text))
    if found is None:
        return None
    unit = next((unit for unit, words in _UNITS.items() if found["unit"] in words.split()), None)
    many = int(found["figures"]) if found["figures"] else _written(found["written"])
    # "One day" and "a week" alone tell no time.
    if (
        unit is None
        or many is None
        or (found["written"] and many == 1 and not (found["ahead"] or found["behind"]))
    ):
        return None
    return unit[0] * many, unit[1] * many


def _written(word: str) -> int | None:
    return next((number for number, words in _WRITTEN.items() if word in words.split()), None)


def weekday_named(word: str) -> int | None:
    """Return the day of the week that a word names in full, 0 is Monday."""
    return next((i for i, names in enumerate(_WEEKDAYS) if _plain(word) in names.split()), None)


def plain_words(text: str) -> str:
    """Return what somebody typed without case, accents, and the signs around it."""
    return _plain(" ".join(text.split()).strip(" .!?,"))


@cache
def _names() -> tuple[Mapping[str, Mapping[int, frozenset[str]]], Mapping[str, Mapping[int, frozenset[str]]]]:
    tables: tuple[defaultdict[str, defaultdict[int, set[str]]], ...] = tuple(
        defaultdict(lambda: defaultdict(set)) for _ in range(2)
    )
    for line in _MONTHS.strip().splitlines():
        language, _, months = line.partition(": ")
        for number, names in enumerate(months.split(), 1):
            for table, some in zip(tables, names.partition("~")[::2], strict=True):
                for name in filter(None, some.split("/")):
                    table[_plain(name)][number].add(language)
    whole, short = (
        {
            name: {number: frozenset(spoken) for number, spoken in numbers.items()}
            for name, numbers in table.items()
        }
        for table in tables
    )
    return whole, short


@cache
def _near() -> Mapping[str, int]:
    return {_plain(word): days for days, words in _NEAR.items() for word in words.split()}


def _plain(name: str) -> str:
    return fold_name(name.replace("_", " ").replace(".", "").replace("’", "'"))
