using Orleans.Kube.Model;

namespace Orleans.Kube.GrainInterfaces;

/// <summary>How an <see cref="ApiObject"/> crosses to another silo: its key, revision and JSON.</summary>
[GenerateSerializer, Immutable]
public readonly struct ApiObjectSurrogate(string group, string resource, string @namespace, string name, long revision, byte[] json)
{
    [Id(0)] public readonly string Group = group;
    [Id(1)] public readonly string Resource = resource;
    [Id(2)] public readonly string Namespace = @namespace;
    [Id(3)] public readonly string Name = name;
    [Id(4)] public readonly long Revision = revision;
    [Id(5)] public readonly byte[] Json = json;
}

/// <summary>Lets the serializer carry <see cref="ApiObject"/>, which knows nothing of Orleans.</summary>
[RegisterConverter]
public sealed class ApiObjectConverter : IConverter<ApiObject, ApiObjectSurrogate>
{
    public ApiObject ConvertFromSurrogate(in ApiObjectSurrogate surrogate) => ApiObject.FromJson(
        new ObjectKey(new GroupResource(surrogate.Group, surrogate.Resource), surrogate.Namespace, surrogate.Name), surrogate.Revision, surrogate.Json);

    public ApiObjectSurrogate ConvertToSurrogate(in ApiObject value) => new(
        value.Key.Resource.Group, value.Key.Resource.Resource, value.Key.Namespace, value.Key.Name, value.Revision, value.Json.ToArray());
}
