using System.Text;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Tests.Definitions;

/// <summary>Objects written as their JSON, and what the definitions say of them.</summary>
internal static class Sample
{
    public const string PodTemplate = "{'metadata':{'labels':{'app':'web'}},'spec':{'containers':[{'name':'web','image':'web:1'}]}}";

    private const string Metadata = "'metadata':{'name':'web','namespace':'default'}";

    /// <summary>A pod whose spec is one good container and what is given (here and below, quotes may be single).</summary>
    public static string Pod(string more = "") =>
        Quoted("{'apiVersion':'v1','kind':'Pod'," + Metadata + ",'spec':{'containers':[{'name':'web','image':'web:1'}]" + And(more) + "}}");

    /// <summary>A pod with one container of which this is given beside its name and image.</summary>
    public static string PodWithContainer(string more, string spec = "") =>
        Quoted("{'apiVersion':'v1','kind':'Pod'," + Metadata + ",'spec':{'containers':[{'name':'web','image':'web:1'" + And(more) + "}]" + And(spec) + "}}");

    public static string Service(string spec) => Quoted("{'apiVersion':'v1','kind':'Service'," + Metadata + ",'spec':{" + spec + "}}");

    public static string Deployment(string spec = "", string selector = "{'matchLabels':{'app':'web'}}") =>
        Quoted("{'apiVersion':'apps/v1','kind':'Deployment'," + Metadata + ",'spec':{'selector':" + selector + ",'template':" + PodTemplate + And(spec) + "}}");

    public static string Of(string apiVersion, string kind, string more, bool namespaced = true, string name = "web") =>
        Quoted($"{{'apiVersion':'{apiVersion}','kind':'{kind}',{(namespaced ? Metadata : $"'metadata':{{'name':'{name}'}}")}{And(more)}}}");

    private static string And(string more) => more.Length == 0 ? "" : "," + more;

    /// <summary>JSON with single quotes as JSON.</summary>
    public static string Quoted(string json) => json.Replace('\'', '"');

    public static ResourceDefinition DefinitionOf(string json)
    {
        using var document = System.Text.Json.JsonDocument.Parse(json);
        var (version, kind) = (document.RootElement.GetProperty("apiVersion").GetString()!, document.RootElement.GetProperty("kind").GetString()!);
        return ResourceRegistry.BuiltIn.TryFindKind(version, kind, out var definition) ? definition : throw new KeyNotFoundException($"{version} {kind}");
    }

    public static KubeObject Read(string json) => ObjectJson.Read(Encoding.UTF8.GetBytes(json), DefinitionOf(json).ObjectType);

    public static TObject Read<TObject>(string json) where TObject : KubeObject => (TObject)Read(json);

    /// <summary>The object as it would be stored on create.</summary>
    public static TObject Created<TObject>(string json) where TObject : KubeObject
    {
        var definition = DefinitionOf(json);
        return (TObject)definition.PrepareForCreate(definition.Default(Read(json)));
    }

    /// <summary>The errors of a create, as text.</summary>
    public static IReadOnlyList<string> CreateErrors(string json)
    {
        var definition = DefinitionOf(json);
        return [.. ObjectValidation.OfCreate(definition, Created<KubeObject>(json)).Select(static e => e.ToString())];
    }

    /// <summary>The errors of an update of one object to another, as text.</summary>
    public static IReadOnlyList<string> UpdateErrors(string before, string after)
    {
        var definition = DefinitionOf(before);
        var old = Created<KubeObject>(before);
        var value = definition.PrepareForUpdate(definition.Default(Read(after)), old);
        return [.. ObjectValidation.OfUpdate(definition, value, old).Select(static e => e.ToString())];
    }

    public static IReadOnlyList<string> Warnings(string json) => [.. DefinitionOf(json).Warnings(Created<KubeObject>(json), null)];

    /// <summary>The cells of an object's row, by column; wide columns too.</summary>
    public static IReadOnlyDictionary<string, object?> Row(string json, DateTimeOffset now) =>
        DefinitionOf(json).Columns.ToDictionary(static c => c.Name, c => c.Cell(Read(json), now));
}
