using Orleans.Kube.Model.Schema;

namespace Orleans.Kube.Model.Json;

/// <summary>The names that Kubernetes' own decoder gives to types when it refuses a value: clients know its messages.</summary>
internal static class GoNames
{
    public static string Of(TypeSchema schema, Type? constants = null) => schema.Kind switch
    {
        ValueKind.String => constants is null ? "string" : $"{Package(constants)}.{constants.Name}",
        ValueKind.Int32 => "int32",
        ValueKind.Int64 => "int64",
        ValueKind.Boolean => "bool",
        ValueKind.Bytes => "[]uint8",
        ValueKind.Time => "v1.Time",
        ValueKind.MicroTime => "v1.MicroTime",
        ValueKind.Quantity => "resource.Quantity",
        ValueKind.IntOrString => "intstr.IntOrString",
        ValueKind.List => $"[]{Of(schema.Element!, constants)}",
        ValueKind.Map when schema.Element!.Kind == ValueKind.Quantity => "v1.ResourceList",
        ValueKind.Map => $"map[string]{Of(schema.Element!, constants)}",
        ValueKind.Struct => $"{Package(schema.Type)}.{schema.Type.Name}",
        _ => "interface {}",
    };

    /// <summary>Go's package of a type is its API version.</summary>
    private static string Package(Type type) => type.Namespace?.EndsWith(".Autoscaling", StringComparison.Ordinal) == true ? "v2" : "v1";
}
