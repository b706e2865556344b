"""Vocabularies: the words a data file may use, each with the Chinese label that pages print.

A vocabulary is a ``Literal`` type, which the model validates, beside a dictionary
``code -> label``, which pages and messages read. ``VOCABULARIES`` lists them all.
"""

from typing import Final, Literal

Side = Literal["helper", "recipient", "both"]
SIDE: Final = {"helper": "支援方", "recipient": "受援方", "both": "双方"}

Whose = Literal["helper", "recipient", "joint"]
WHOSE: Final = {"helper": "支援方自身成果", "recipient": "受援方成果", "joint": "双方共同成果"}

Role = Literal["lead", "partner", "sole"]
ROLE: Final = {"lead": "牵头", "partner": "参与", "sole": "独立承担"}

AuthorityRole = Literal["commissions", "directs", "coordinates", "supervises"]
AUTHORITY_ROLE: Final = {
    "commissions": "部署",
    "directs": "领导",
    "coordinates": "统筹协调",
    "supervises": "监督考核",
}

SchoolKind = Literal["college", "vocational-university", "university", "secondary", "basic", "authority"]
SCHOOL_KIND: Final = {
    "college": "高等职业学校",
    "vocational-university": "职业大学",
    "university": "普通本科高校",
    "secondary": "中等职业学校",
    "basic": "中小学",
    "authority": "主管部门与协调机构",
}

Line = Literal["tibet", "xinjiang", "gansu", "guizhou", "east-west", "in-province", "basic-education"]
LINE: Final = {
    "tibet": "援藏",
    "xinjiang": "援疆",
    "gansu": "援甘",
    "guizhou": "援黔",
    "east-west": "东西协作",
    "in-province": "省内结对",
    "basic-education": "基础教育帮扶",
}

Basis = Literal["stated", "inferred", "unstated"]
BASIS: Final = {"stated": "文件载明", "inferred": "推定", "unstated": "文件未载明"}

Strength = Literal["commit", "strive", "assist", "intend", "may"]
STRENGTH: Final = {
    "commit": "承诺",
    "strive": "力争",
    "assist": "协助",
    "intend": "拟开展或探索",
    "may": "可选",
}

Every = Literal[
    "semester",
    "year",
    "school-year",
    "once",
    "batches",
    "throughout",
    "irregular",
    "on-event",
    "unstated",
]
EVERY: Final = {
    "semester": "每学期",
    "year": "每年",
    "school-year": "每学年",
    "once": "一次",
    "batches": "分批",
    "throughout": "帮扶期间持续",
    "irregular": "不定期",
    "on-event": "视情形",
    "unstated": "文件未载明频次",
}

Per = Literal["occasion", "semester", "year", "total"]
PER: Final = {"occasion": "每次", "semester": "每学期", "year": "每年", "total": "合计"}

Approx = Literal["over", "about", "relative"]
APPROX: Final = {"over": "以上", "about": "左右", "relative": "数量相当"}

PersonKind = Literal[
    "manager",
    "expert",
    "senior-expert",
    "teacher",
    "backbone-teacher",
    "expert-or-manager",
    "researcher",
    "school-leader",
    "middle-manager",
    "outstanding-manager",
    "student",
    "student-leader",
    "student-team",
    "student-affairs",
    "party-official",
    "trainee",
    "pupil",
    "staff",
    "participant",
]
PERSON_KIND: Final = {
    "manager": "管理干部",
    "expert": "专家",
    "senior-expert": "高水平专家",
    "teacher": "教师",
    "backbone-teacher": "骨干教师",
    "expert-or-manager": "管理干部和专家",
    "researcher": "科研人员",
    "school-leader": "学校领导",
    "middle-manager": "中层干部",
    "outstanding-manager": "优秀管理干部",
    "student": "学生",
    "student-leader": "学生干部",
    "student-team": "学生团队成员",
    "student-affairs": "学工干部、辅导员",
    "party-official": "党务干部",
    "trainee": "参训学员",
    "pupil": "中小学生",
    "staff": "教职工",
    "participant": "参会代表",
}

TimeUnit = Literal["hour", "class-hour", "day", "week", "month", "semester", "year"]
TIME_UNIT: Final = {
    "hour": "小时",
    "class-hour": "学时",
    "day": "天",
    "week": "周",
    "month": "个月",
    "semester": "个学期",
    "year": "年",
}

Mode = Literal[
    "on-site",
    "online",
    "shadowing",
    "visit",
    "mutual-visit",
    "secondment",
    "lecture",
    "training",
    "guidance",
    "review",
    "sharing",
    "joint-work",
    "joint-application",
    "exchange",
    "meeting",
    "teaching",
    "contest",
    "donation",
    "replication",
    "survey",
    "service",
]
MODE: Final = {
    "on-site": "现场",
    "online": "线上",
    "shadowing": "跟岗学习",
    "visit": "观摩考察",
    "mutual-visit": "互访",
    "secondment": "挂职",
    "lecture": "讲座报告",
    "training": "培训",
    "guidance": "指导",
    "review": "评审诊断",
    "sharing": "资源共享",
    "joint-work": "共同建设",
    "joint-application": "联合申报",
    "exchange": "交流研讨",
    "meeting": "会议",
    "teaching": "支教送教",
    "contest": "竞赛训练",
    "donation": "捐赠",
    "replication": "经验复制",
    "survey": "调研",
    "service": "志愿与社会服务",
}

Level = Literal["school", "county", "city", "province", "national"]
LEVEL: Final = {"school": "校级", "county": "县级", "city": "市级", "province": "省级", "national": "国家级"}

DeliverableKind = Literal["scheme", "plan", "rules", "platform", "base", "pool", "application", "report", "other"]
DELIVERABLE_KIND: Final = {
    "scheme": "方案",
    "plan": "规划",
    "rules": "制度办法",
    "platform": "平台",
    "base": "基地机构",
    "pool": "资源库、专家库",
    "application": "申报项目",
    "report": "总结报告",
    "other": "其他",
}

PlanKind = Literal["multi-year", "annual", "project"]
PLAN_KIND: Final = {"multi-year": "多年实施方案", "annual": "年度实施方案", "project": "项目实施方案"}

AgreementKind = Literal["framework", "intent", "five-party", "assistance", "cooperation"]
AGREEMENT_KIND: Final = {
    "framework": "框架协议",
    "intent": "合作意向书",
    "five-party": "五方框架协议",
    "assistance": "援建协议",
    "cooperation": "合作协议",
}

AgreementState = Literal["signed", "planned"]
AGREEMENT_STATE: Final = {"signed": "已签订", "planned": "文件列为待签订"}

PostRole = Literal["leader", "deputy", "member", "director", "staff", "contact"]
POST_ROLE: Final = {
    "leader": "组长",
    "deputy": "副组长",
    "member": "成员",
    "director": "主任",
    "staff": "工作人员",
    "contact": "对接人",
}

IndicatorKind = Literal["number", "percentage", "rank", "milestone", "qualitative"]
INDICATOR_KIND: Final = {
    "number": "数量",
    "percentage": "比例",
    "rank": "排名",
    "milestone": "是否达到",
    "qualitative": "定性",
}

Better = Literal["higher", "lower"]
BETTER: Final = {"higher": "越大越好", "lower": "越小越好"}

Aggregation = Literal["sum", "latest", "max", "none"]
AGGREGATION: Final = {"sum": "可相加", "latest": "取最近一次", "max": "取最大值", "none": "不合计"}

ReportKind = Literal["progress", "annual"]
REPORT_KIND: Final = {"progress": "工作进展报告", "annual": "年度工作报告"}

ReportPart = Literal["progress", "problems", "next_steps"]
REPORT_PART: Final = {
    "progress": "主要工作进展与成效",
    "problems": "存在问题与不足",
    "next_steps": "下一步工作计划",
}

ItemState = Literal["done", "ongoing", "planned"]
ITEM_STATE: Final = {"done": "已开展", "ongoing": "进行中", "planned": "拟开展"}

ResultKind = Literal[
    "award",
    "project",
    "specialty",
    "training",
    "agreement",
    "scheme",
    "organisation",
    "gift",
    "reform",
    "recognition",
]
RESULT_KIND: Final = {
    "award": "获奖",
    "project": "立项",
    "specialty": "专业建设",
    "training": "培训",
    "agreement": "签约",
    "scheme": "方案制度",
    "organisation": "机构组织",
    "gift": "捐赠",
    "reform": "改革推广",
    "recognition": "荣誉认定",
}

DocumentKind = Literal["policy", "notice", "plan", "report", "agreement", "schedule", "duties", "letter"]
DOCUMENT_KIND: Final = {
    "policy": "政策文件",
    "notice": "通知",
    "plan": "实施方案",
    "report": "工作报告",
    "agreement": "协议",
    "schedule": "工作计划表",
    "duties": "工作职责",
    "letter": "函件",
}

Disclosure = Literal["open", "on-request", "closed"]
DISCLOSURE: Final = {"open": "主动公开", "on-request": "依申请公开", "closed": "不予公开"}

DutyStatus = Literal["met", "partly", "due", "upcoming", "no-record", "waived"]
DUTY_STATUS: Final = {
    "met": "已见记录",
    "partly": "部分记录",
    "due": "正在期内",
    "upcoming": "尚未开始",
    "no-record": "未见记录",
    "waived": "已豁免",
}

Outcome = Literal["solved", "partly", "unsolved", "not-applicable"]
OUTCOME: Final = {"solved": "解决", "partly": "部分解决", "unsolved": "未解决", "not-applicable": "不再适用"}

Change = Literal["eased", "tightened", "moved", "altered", "dropped", "added"]
CHANGE: Final = {
    "eased": "放宽",
    "tightened": "收紧",
    "moved": "调整时间",
    "altered": "调整内容",
    "dropped": "取消",
    "added": "新增",
}

Fit = Literal["below", "within", "above", "unclear"]
FIT: Final = {"below": "少于承诺", "within": "符合承诺", "above": "多于承诺", "unclear": "无法比较"}

TargetStatus = Literal["reached", "late", "short", "open", "undated", "no-record", "unclear"]
TARGET_STATUS: Final = {
    "reached": "已达到",
    "late": "逾期后达到",
    "short": "未达目标",
    "open": "未到期",
    "undated": "时限未载明",
    "no-record": "未见记录",
    "unclear": "须人工判断",
}

Confirmed = Literal["both", "single", "differ", "none"]
CONFIRMED: Final = {"both": "双方确认", "single": "单方登记", "differ": "数字不一致", "none": "尚未确认"}

ReviewStep = Literal["first", "second", "final"]
REVIEW_STEP: Final = {"first": "初审", "second": "复审", "final": "终审"}

# What a column may ask of its entries.
Asked = Literal["summary", "origin", "author", "editor", "keywords", "activities", "links", "source", "cover"]
ASKED: Final = {
    "summary": "摘要",
    "origin": "来源",
    "author": "作者",
    "editor": "编辑",
    "keywords": "关键词",
    "activities": "活动记录",
    "links": "原文链接",
    "source": "出处文件",
    "cover": "题图",
}

# How a column stands on a day, the most urgent first.
ColumnState = Literal["stale", "empty", "soon", "fresh", "untimed", "archived"]
COLUMN_STATE: Final = {
    "stale": "已超期",
    "empty": "空白栏目",
    "soon": "将超期",
    "fresh": "正常",
    "untimed": "不设期限",
    "archived": "已归档",
}
