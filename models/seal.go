package models

import (
	"encoding/json"
	"fmt"
	"reflect"

	"gorm.io/gorm"

	"xiaoqing/models/vault"
)

// confidential is a row with a private part: in the clear in memory, never a
// column; in the database one sealed column of JSON. An update by map or column
// therefore cannot write it in the clear.
type confidential interface {
	private() (clear any, sealed *[]byte)
}

// guard makes db seal private parts before writing and open them after reading.
func guard(db *gorm.DB, v *vault.Vault) {
	seal := func(tx *gorm.DB) {
		each(tx, func(row confidential) error { return sealRow(v, tx.Statement.Table, row) })
	}
	open := func(tx *gorm.DB) {
		each(tx, func(row confidential) error { return openRow(v, tx.Statement.Table, row) })
	}
	sealNew := func(tx *gorm.DB) {
		each(tx, func(row confidential) error { return sealNew(v, tx.Statement.Table, row) })
	}
	_ = db.Callback().Create().Before("gorm:create").Replace("xiaoqing:seal", sealNew)
	_ = db.Callback().Update().Before("gorm:update").Replace("xiaoqing:seal", seal)
	_ = db.Callback().Query().After("gorm:query").Replace("xiaoqing:open", open)
}

func each(tx *gorm.DB, f func(confidential) error) {
	if tx.Error != nil || !tx.Statement.ReflectValue.IsValid() {
		return
	}
	one := func(v reflect.Value) {
		if v.Kind() != reflect.Pointer && v.CanAddr() {
			v = v.Addr()
		}
		if row, ok := v.Interface().(confidential); ok && !(v.Kind() == reflect.Pointer && v.IsNil()) {
			_ = tx.AddError(f(row))
		}
	}
	switch v := tx.Statement.ReflectValue; v.Kind() {
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			one(v.Index(i))
		}
	case reflect.Struct:
		one(v)
	}
}

func sealRow(v *vault.Vault, table string, row confidential) error {
	clear, sealed := row.private()
	plain, err := json.Marshal(clear)
	if err == nil {
		*sealed = v.Seal(plain, table)
	}
	return err
}

// sealNew seals the private part of a new row, whose column stays empty where there
// are no words. An update must seal even those: an empty column it would leave as it
// was.
func sealNew(v *vault.Vault, table string, row confidential) error {
	clear, sealed := row.private()
	if reflect.ValueOf(clear).Elem().IsZero() {
		*sealed = nil
		return nil
	}
	return sealRow(v, table, row)
}

func openRow(v *vault.Vault, table string, row confidential) error {
	clear, sealed := row.private()
	if len(*sealed) == 0 {
		return nil
	}
	plain, err := v.Open(*sealed, table)
	if err != nil {
		return fmt.Errorf("open a row of %s: %w", table, err)
	}
	return json.Unmarshal(plain, clear)
}
