namespace Orleans.Kube.Silo.Protobuf;

/// <summary>What a number of a message stands for.</summary>
/// <param name="Name">The field's JSON name; of a nested message, the name of its layout.</param>
/// <param name="Form">How the value is put into the message.</param>
internal readonly record struct MessageField(string Name, FieldForm Form);
