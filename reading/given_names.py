"""Given names that are common around the Gulf: where no word says that a name follows, only these are taken for one."""

from language.normaliser import normalised

_ARABIC = """
محمد احمد عبدالله عبدالرحمن عبدالعزيز عبدالمجيد عبدالملك عبدالاله عبداللطيف عبدالكريم عبدالوهاب عبدالمحسن
عبدالرحيم عبدالقادر عبدالهادي عبدالسلام خالد فهد سعود سلمان فيصل تركي نايف نواف بندر سلطان مشعل متعب ماجد مازن
ياسر عمر عمرو علي حسن حسين حسام حمزه حمد حمود حمدان صالح صلاح سعد سعيد سالم سليمان سامي سيف سامر سهيل راشد رائد
ريان راكان رامي ربيع رضا زياد زيد زكريا زين طارق طلال طه عادل عاطف عامر عبدو عثمان عدنان عصام عمار عيسي غازي
غانم فارس فاروق فايز فواز فواد فرحان قاسم كريم كمال لوي ماهر مالك محسن محمود مراد مروان مسعود مسفر مصطفي مطلق
معاذ معتز منصور مهند موسي موفق ناصر نادر نبيل نزار نضال هادي هاني هيثم هشام وائل وليد وسام ياسين يحيي يزن يزيد
يعقوب يوسف يونس يوسف ابراهيم اسماعيل اسامه انس ايمن ايهاب اياد اديب اكرم امجد امين اشرف باسم باسل بدر بدير بسام
بشار بكر بلال تامر تميم ثامر جابر جاسم جاسر جعفر جمال جميل جواد حاتم حازم حامد حبيب خليفه خليل داود دخيل ذياب
رجب رمضان شاكر شريف شوقي ضاري ظافر عايض عبيد عواد عوض عيد غيث فلاح فيحان لافي مبارك مجدي مرزوق مساعد مشاري مقرن
نوح هزاع ليث ايه اية بلقاسم الطيب نوح وسن اوس قصي عدي لقمان ادريس عبدالحميد عبدالرزاق عبدالجبار عبدالحكيم
عبدالعال حذيفه صهيب مختار منذر منير مؤيد مؤمن جني جنى كيان ايلا تيا ميلا ريفال ليلا اماسي فاطمه عايشه خديجه مريم
زينب ساره نوره نوف نوره ريم رنا رنيم رغد رهف رزان رشا روان ريما ريماس ريتاج لمي لما لمار ليلي لين لينا ليان لجين
لطيفه لولوه مها مني منال منيره مشاعل موضي مي ميا ميار ميسون ميرا نجلا نجود نجوي ندي نرجس نسرين نهي نوال هاجر هبه
هدي هند هنوف هيا هيفا هيله وجدان وعد وفا ولا يارا ياسمين يسرا افنان اروي اريج اسما اسيل اشواق اصايل الا الهام
الاء امال اماني امل اميره امينه انوار ايمان بتول بدريه بسمه بشاير بشري تالا تهاني تولين ثريا جنا جنه جميله جود
جوري جواهر حصه حليمه حنان حنين حوريه خلود دانا دانه داليا دلال دعا دينا رانيا رحمه رقيه رندا زهرا سحر سلمي سلوي
سماح سميره سميه سهام سهي سوسن شادن شذي شروق شهد شيخه شيما صفا صفيه صبا طيف عبير عزيزه عفاف علا عليا عواطف غاده
غدير غلا غند فاتن فجر فدوي فرح فوزيه كوثر كادي لانا مزنه ملاك نادين سديم سيلين ميره مضاوي وضحي وضحا ساجده سلامه
شريفه شمسه عنود العنود الجوهره البندري الهنوف نوير تيم جاد ايلان كنان كرم ايهم ادم الياس يامن امير صقر رعد ضياء
عماد كاظم نعيم وحيد فوزيه لطيفه نوريه سعاد سعديه حسنه حسنا حياه نعيمه زكيه كريمه
"""
_LATIN = """
mohammed mohammad muhammad mohamed mohamad ahmed ahmad abdullah abdallah abdulrahman abdurrahman abdulaziz
abdelaziz khalid khaled fahad fahd saud salman faisal faysal turki nayef naif nawaf bandar sultan mishal mishaal
majed majid mazen yasser yasir omar umar amr ali hasan hassan hussein hussain hamza hamzah hamad hamoud saleh
salah saad saeed said salem salim sulaiman suleiman sami saif sameer samir rashid rashed raed rayan rayyan rakan
rami rabee ziad zaid zayd tariq tareq talal adel amer ammar othman uthman issa eisa ghazi faris fares farouk
fayez fawaz fouad farhan qasim karim kareem kamal maher malik mahmoud murad marwan masoud mustafa moath muath
mansour mansoor mohannad musa mousa nasser nader nabil hadi hani haitham hisham wael waleed walid yasin yahya
yazan yazeed yazid yousef yusuf youssef yunus ibrahim ismail osama usama anas ayman iyad akram amjad amin ashraf
basem basil bader badr bassam bashar bilal tamer jaber jassim jamal jamil jawad hatim hazem hamed habib khalifa
khalil dawood sharif fatima fatimah aisha ayesha khadija mariam maryam zainab zaynab sara sarah noura nora nouf
noof reem rima rana raghad rahaf razan rawan reema reemas lama lamar layla laila leen lina layan lujain latifa
maha mona muna manal munira mashael mai mayar nada nasreen nawal hajar heba hiba huda hind haya haifa hayfa yara
yasmin yasmeen arwa areej asma aseel amal amani ameera amira iman eman basma bushra tala tahani jana joud jouri
jory jawaher hessa hissa halima hanan haneen khulood dana danah dalia dalal dina rania rahma ruqayya zahra sahar
salma salwa samah sameera samira sumaya suha shahad shatha shaikha shaima safa safiya abeer aziza ola alia ghada
ghadeer ghala farah fawzia kawthar kadi lana adam elias amina rayana joury noah noor nour adham laith john james
michael david mary maria joseph rajesh imran bilqis farooq usman adnan arif tahir zubair
"""
GIVEN_NAMES = frozenset(normalised(_ARABIC + _LATIN).split())
