using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Orleans.Kube.Model.ApiExtensions;
using Orleans.Kube.Model.Schema;

namespace Orleans.Kube.Model.Json;

/// <summary>
/// How the records of the model are (de)serialized, made from their <see cref="TypeSchema"/>. Other than the reflection of System.Text.Json
/// it generates no code per property, so a process reads its first object in a fraction of the time.
/// </summary>
internal sealed class RecordResolver : IJsonTypeInfoResolver
{
    private readonly DefaultJsonTypeInfoResolver _others = new();

    public JsonTypeInfo? GetTypeInfo(Type type, JsonSerializerOptions options) =>
        IsRecord(type) ? Describe(type, options) : _others.GetTypeInfo(type, options);

    private static bool IsRecord(Type type) =>
        type is { IsClass: true, IsAbstract: false, IsGenericType: false, IsArray: false }
        && type.Namespace?.StartsWith("Orleans.Kube.Model", StringComparison.Ordinal) == true
        && type.GetConstructor(Type.EmptyTypes) is not null;

    private static JsonTypeInfo Describe(Type type, JsonSerializerOptions options)
    {
        var info = JsonTypeInfo.CreateJsonTypeInfo(type, options);
        if (info.Kind != JsonTypeInfoKind.Object) return info;
        info.CreateObject = () => Activator.CreateInstance(type)!;
        var empty = new Lazy<object?>(() => Activator.CreateInstance(type));
        foreach (var field in TypeSchema.Of(type).Fields)
        {
            var property = info.CreateJsonPropertyInfo(field.Property.PropertyType, field.Name);
            property.Get = field.Get;
            property.Set = field.Set;
            property.ShouldSerialize = OmitEmpty.RuleOf(field, empty);
            property.Order = field.Ordinal;
            property.AttributeProvider = field.Property;
            info.Properties.Add(property);
        }

        if (type == typeof(CustomObject)) info.Properties.Add(Others(info));
        return info;
    }

    /// <summary>Whatever a custom object holds beside the fields that all objects have.</summary>
    private static JsonPropertyInfo Others(JsonTypeInfo info)
    {
        var others = info.CreateJsonPropertyInfo(typeof(Dictionary<string, JsonElement>), "others");
        others.IsExtensionData = true;
        others.Get = static o => ((CustomObject)o).Content;
        others.Set = static (o, value) => ((CustomObject)o).Content = (Dictionary<string, JsonElement>?)value;
        return others;
    }
}
