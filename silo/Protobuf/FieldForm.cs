namespace Orleans.Kube.Silo.Protobuf;

/// <summary>How a field's value is put into a message.</summary>
internal enum FieldForm
{
    /// <summary>As it is.</summary>
    Value,

    /// <summary>A message whose fields belong to the record itself.</summary>
    Nested,

    /// <summary>A message with either the value (1) or a list of values (2).</summary>
    ValueOrList,

    /// <summary>A message with a boolean (1), or the value in its place (2).</summary>
    BooleanOrValue,

    /// <summary>A map to messages with either the value (1) or a list of texts (2).</summary>
    MapOfValueOrTexts,
}
