using System.Collections.Concurrent;
using System.Reflection;
using Orleans.Kube.Model;
using Orleans.Kube.Model.ApiExtensions;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Silo.OpenApi;

/// <summary>
/// The names under which clients know the types: the Go package of the type in reversed notation, <c>io.k8s.api.core.v1.Pod</c>. Client
/// generators derive their class names from them.
/// </summary>
public static class SchemaNames
{
    public const string Quantity = "io.k8s.apimachinery.pkg.api.resource.Quantity";
    public const string IntOrString = "io.k8s.apimachinery.pkg.util.intstr.IntOrString";
    public const string Time = MetaPackage + "Time";
    public const string MicroTime = MetaPackage + "MicroTime";
    public const string FieldsV1 = MetaPackage + "FieldsV1";
    public const string Patch = MetaPackage + "Patch";
    public const string Any = "io.k8s.apimachinery.pkg.runtime.RawExtension";
    public const string Json = ExtensionsPackage + "JSON";

    private const string ExtensionsPackage = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.";
    private const string MetaPackage = "io.k8s.apimachinery.pkg.apis.meta.v1.";
    private static readonly ConcurrentDictionary<string, string> Packages = new(StringComparer.Ordinal) 
    {
        [typeof(ObjectMeta).Namespace!] = MetaPackage,
        [typeof(CustomResourceDefinition).Namespace!] = ExtensionsPackage,
        [typeof(Model.Versions.Info).Namespace!] = "io.k8s.apimachinery.pkg.version.",
        [typeof(Model.ResourceMetrics.PodMetrics).Namespace!] = "io.k8s.metrics.pkg.apis.metrics.v1beta1.",
        [typeof(Model.ApiRegistration.APIService).Namespace!] = "io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.",
    };

    private static readonly Lazy<Dictionary<(string ApiVersion, string Kind), Type>> Kinds = new(static () => Model
        .Select(static t => (Type: t, Attribute: t.GetCustomAttribute<KubeKindAttribute>()))
        .Where(static p => p.Attribute is not null)
        .ToDictionary(static p => (p.Attribute!.ApiVersion, p.Attribute.Kind), static p => p.Type));

    private static IEnumerable<Type> Model => typeof(ObjectMeta).Assembly.GetExportedTypes();

    /// <summary>The name of a record of the model.</summary>
    public static string Of(Type type) => Packages.GetOrAdd(type.Namespace!, static space => PackageOf(space)) + type.Name;

    /// <summary>The name of the objects of a resource. Those of custom resources are named after the group and the kind.</summary>
    public static string Of(ResourceDefinition definition) => definition is CustomObjectDefinition
        ? $"{string.Join('.', definition.Group.Split('.').Reverse())}.{definition.Version}.{definition.Kind}"
        : Of(definition.ObjectType);

    /// <summary>The name of the list of a resource's objects.</summary>
    public static string OfList(ResourceDefinition definition) => definition is CustomObjectDefinition
        ? $"{string.Join('.', definition.Group.Split('.').Reverse())}.{definition.Version}.{definition.ListKind}"
        : Of(definition) + "List";

    /// <summary>The record that travels as this kind, or null when the model has none.</summary>
    public static Type? Find(string apiVersion, string kind) => Kinds.Value.GetValueOrDefault((apiVersion, kind));

    /// <summary>Records of one .NET namespace are of one Go package; the kinds among them tell its version.</summary>
    private static string PackageOf(string space)
    {
        var word = space[(space.LastIndexOf('.') + 1)..];
        var apiVersion = Kinds.Value.First(k => k.Value.Namespace == space).Key.ApiVersion;
        var version = apiVersion[(apiVersion.LastIndexOf('/') + 1)..];
        if (word.EndsWith(version, StringComparison.OrdinalIgnoreCase)) word = word[..^version.Length];
        if (word == "NodeApi") word = "Node";
        return $"io.k8s.api.{word.ToLowerInvariant()}.{version}.";
    }
}
