-- What a comment speaks about was the id of a question or of a response; it is an anchor now (hdclient/model/anchor.py).
UPDATE comment SET body = CAST(json_set(CAST(body AS TEXT), '$.anchor',
  CASE json_extract(CAST(body AS TEXT), '$.anchor')
    WHEN '' THEN json('null')
    ELSE json_object('part', 'question:' || json_extract(CAST(body AS TEXT), '$.anchor'), 'block', 0, 'at', json('null'))
  END) AS BLOB)
WHERE json_type(CAST(body AS TEXT), '$.anchor') = 'text';
