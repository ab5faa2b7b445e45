package script

// Fold gives a character the one shape it is read by: full-width and
// typographic forms become ASCII, capitals small, traditional simplified.
func Fold(r rune) rune {
	switch {
	case r >= 'A' && r <= 'Z':
		return r + 'a' - 'A'
	case r < 0x80:
		return control(r)
	case r >= 0xff01 && r <= 0xff5e:
		return Fold(r - 0xff01 + '!')
	case r >= 0x4e00 && r <= 0x9fff:
		if s := simplified[r-0x4e00]; s != 0 {
			return rune(s)
		}
		return r
	}
	return sign(r)
}

func control(r rune) rune {
	switch r {
	case '\t', '\v', '\f':
		return ' '
	case '\r':
		return '\n'
	case '`':
		return '\''
	}
	return r
}

func sign(r rune) rune {
	switch r {
	case 0x3000, 0xa0, 0x2002, 0x2003, 0x2009, 0x200b, 0xfeff:
		return ' '
	case '—', '–', '―', '−', '‐', '‑', '‒', '─', '﹣':
		return '-'
	case '〜', '∼', '˜', '﹏':
		return '~'
	case '“', '”', '„', '″':
		return '"'
	case '‘', '’', '′':
		return '\''
	case '・', '•', '‧', '∙':
		return '·'
	case '○', '◯':
		return '〇'
	case '【':
		return '['
	case '】':
		return ']'
	case '︰', '∶':
		return ':'
	}
	return sequence(r)
}

// sequence folds ① ⑴ ⒈ to their digit for lists up to nine.
func sequence(r rune) rune {
	switch {
	case r >= '①' && r <= '⑨':
		return r - '①' + '1'
	case r >= '⑴' && r <= '⑼':
		return r - '⑴' + '1'
	case r >= '⒈' && r <= '⒐':
		return r - '⒈' + '1'
	}
	return r
}

var simplified = fold(traditional)

func fold(pairs string) (table [0xa000 - 0x4e00]uint16) {
	from := rune(0)
	for _, r := range pairs {
		switch {
		case r == '\n' || r == ' ' || r == '\t':
		case from == 0:
			from = r
		default:
			table[from-0x4e00], from = uint16(r), 0
		}
	}
	return table
}

// traditional holds pairs, the traditional character first. It covers the words
// that are read; names are never taken from the folded text.
const traditional = `
	點点 鐘钟 鍾钟 時时 間间 週周 個个 兩两 號号 號号 歲岁 從从 後后 為为 爲为 給给 輔辅 導导 講讲 課课 學学 數数 語语 歷历 曆历 史史
	體体 樂乐 畫画 編编 閱阅 讀读 寫写 業业 陪陪 報报 願愿 額额 誌志 誰谁 護护 醫医 藥药 買买 賣卖 園园 區区 鎮镇 鄉乡 鄰邻
	門门 樓楼 號号 單单 幾几 這这 還还 來来 們们 說说 錯错 對对 應应 該该 電电 話话 機机 聯联 絡络 繫系 係系 養养 隊队 員员 書书 記记
	議议 會会 團团 黨党 務务 處处 請请 謝谢 東东 馬马 風风 飛飞 麼么 嗎吗 過过 進进 遠远 運运 開开 關关 結结 綁绑 審审 絕绝 駁驳
	退退 轉转 換换 調调 認认 領领 確确 錄录 簽签 離离 崗岗 執执 勤勤 戰战 準准 備备 興兴 趣趣 愛爱 雲云 託托 齡龄 級级 鈔钞 萬万 億亿
	參参 與与 務务 災灾 難难 幫帮 貧贫 資资 贈赠 獻献 總总 統统 計计 匯汇 滙汇 彙汇 週周 節节 農农 陰阴 陽阳 臘腊 閏闰 慶庆 國国 際际
	聖圣 誕诞 婦妇 兒儿 親亲 師师 勞劳 動动 節节 龍龙 連连 題题 驗验 測测 試试 筆笔 歸归 屬属 廣广 場场 廳厅 衛卫 點点 腳脚 費费 錢钱
	塊块 圓圆 陸陆 貳贰 參叁 參叁 壹壹 倆俩 捌捌 玖玖 餘余 雙双 聲声 聽听 覺觉 現现 剛刚 纔才 總总 經经 歡欢 讓让 爺爷 媽妈 爸爸 爹爹
	殺杀 傷伤 劃划 樣样 無无 夢梦 權权 價价 東东 內内 邊边 頭头 長长 門门 問问 習习 練练 補补 習习 網网 線线 術术 術术 實实 際际 現现 標标
	統统 羅罗 蘇苏 陳陈 張张 劉刘 楊杨 趙赵 吳吴 鄭郑 馮冯 鄧邓 許许 蕭萧 葉叶 賴赖 餘余 鐵铁 雞鸡 蛋蛋 麵面 麪面 魚鱼 鮮鲜 飯饭 飲饮 醬酱 鹽盐
	滬沪 寶宝 靜静 徐徐 匯汇 華华 灣湾 橋桥 廟庙 閔闵 崇崇 撥拨 檢检 啟启 啓启 刪删 除除 註注 銷销 徵征 發发 髮发 預预 約约 變变 傳传 圖图 陣阵
	掃扫 碼码 撐撑 嚴严 顧顾 誤误 選选 擇择 邀邀 換换 帳账 賬账 賬账 陽阳 隔隔 離离 緊紧 壓压 縮缩 絲丝 褲裤 襪袜 葯药 採采 樣样 採采 併并 並并 竝并
	夠够 嗎吗 嚇吓 囑嘱 塵尘 壞坏 壯壮 夾夹 奪夺 奮奋 妝妆 孫孙 寢寝 層层 岡冈 島岛 帥帅 帶带 幣币 庫库 廚厨 廠厂 彈弹 強强 彎弯 徹彻 恆恒 恥耻
	悶闷 惡恶 憂忧 憤愤 懶懒 戶户 戲戏 拋抛 挾挟 捨舍 據据 擊击 擔担 擾扰 擺摆 攔拦 攝摄 敗败 斷断 暫暂 晚晚 條条 極极 構构 樹树 橫横 歐欧 殘残
	殼壳 氣气 決决 沒没 況况 淚泪 淨净 減减 溫温 滅灭 滿满 漸渐 潑泼 潔洁 燈灯 燒烧 爭争 牆墙 狀状 獨独 獲获 瑪玛 瘋疯 癒愈 療疗 監监 盤盘 眾众
	睏困 矯矫 礎础 禮礼 禍祸 種种 稱称 穩稳 窮穷 竄窜 築筑 紀纪 紅红 納纳 純纯 紙纸 細细 終终 組组 給给 絡络 維维 緒绪 縣县 績绩 繼继 續续 罰罚
	罷罢 職职 肅肃 脅胁 脫脱 臉脸 臨临 舉举 舊旧 藍蓝 藝艺 蘭兰 虛虚 蟲虫 術术 衝冲 裝装 裏里 裡里 複复 見见 規规 視视 覽览 觸触 計计 訂订 訊讯
	討讨 訓训 設设 訪访 診诊 詢询 詳详 誠诚 調调 談谈 論论 證证 識识 譯译 護护 豐丰 貝贝 負负 財财 責责 貨货 貴贵 貸贷 賀贺 賓宾 賞赏 質质 贏赢
	趕赶 躍跃 車车 軍军 輕轻 輛辆 輪轮 輸输 辦办 辭辞 農农 達达 違违 遞递 適适 遲迟 遺遗 郵邮 釋释 針针 銀银 鋼钢 鍵键 鏡镜 閃闪 閉闭 闆板 闊阔
	隨随 險险 隱隐 雜杂 雖虽 霧雾 靈灵 響响 頁页 頂顶 項项 順顺 須须 頓顿 領领 頻频 顆颗 類类 顯显 飛飞 養养 館馆 驚惊 驗验 骯肮 髒脏 鬥斗 鬧闹
	鴨鸭 麗丽 麥麦 齊齐 齒齿 龜龟 臺台 颱台 檯台 啰罗 囉罗 喫吃 甦苏 瞭了 嘆叹 歎叹 鬱郁 憑凭 徑径 淺浅 盡尽 儘尽 徬彷 彿佛 係系 繫系 儘尽 纖纤`
