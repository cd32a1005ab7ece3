-- A file of 10,000 rows is a text of about 1 MB. Compressing it takes Postgres longer than writing it, and it is read whole within minutes or never.
ALTER TABLE "import_reviews" ALTER COLUMN "rows" SET STORAGE EXTERNAL;--> statement-breakpoint
ALTER TABLE "import_reviews" ALTER COLUMN "pool_before" SET STORAGE EXTERNAL;--> statement-breakpoint
ALTER TABLE "audit_attachments" ALTER COLUMN "content" SET STORAGE EXTERNAL;
