using System.Text.Json;
using System.Text.Json.Nodes;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Patch;
using Orleans.Kube.Model.Schema;

namespace Orleans.Kube.Model.Ownership;

/// <summary>
/// Server-side apply: a manager states the fields it has an opinion on. They are set and become its own; what it no longer names and
/// nobody else owns is removed; fields of others are a conflict unless forced. Pure.
/// </summary>
public static class ServerSideApply
{
    private const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";
    private const string Kubectl = "kubectl";
    private const string BeforeFirstApply = "before-first-apply";

    /// <summary>The object after the apply, its managedFields up to date; the same instance as <paramref name="live"/> when nothing changed.</summary>
    /// <param name="definition">The kind, for its schema and defaults.</param>
    /// <param name="live">The stored object, or null when the apply creates it.</param>
    /// <param name="configuration">The configuration as UTF-8 JSON.</param>
    /// <param name="writer">Who applies, and to which subresource.</param>
    /// <param name="force">Whether fields of others are taken over.</param>
    /// <param name="now">When.</param>
    /// <exception cref="StatusException">400: the configuration is malformed, or a value is not of its type; 409: fields belong to others.</exception>
    public static KubeObject Apply(
        ResourceDefinition definition, KubeObject? live, ReadOnlySpan<byte> configuration, FieldWriter writer, bool force, DateTimeOffset now)
    {
        var root = Root(configuration);
        CheckKind(root, definition);
        if (root["metadata"] is JsonObject metadata && metadata["managedFields"] is JsonArray) throw Failures.BadRequest("metadata.managedFields must be nil");

        var (schema, subject) = (definition.Schema, Subject(root, definition));
        var mentioned = AppliedConfiguration.Fields(root, schema, subject);
        var named = Scoped(Untracked.Strip(mentioned), writer, definition);
        var before = live ?? FieldTracking.Empty(definition.ObjectType);
        var owners = FieldOwners.Of([], Known(definition, live, writer, now));
        var last = owners.Find(writer, ManagedFieldsOperationType.Apply);
        var applied = FieldOwner.New(writer, ManagedFieldsOperationType.Apply, named, last?.Entry.Time ?? now);
        owners.Put(writer, ManagedFieldsOperationType.Apply, applied);

        var old = ObjectJson.Write(FieldTracking.With(before, []));
        var merged = Merged(old, root, schema, last?.Fields ?? FieldSet.Empty, owners.Union().Union(mentioned));
        var changes = TreeComparison.Between(old, merged, schema);
        var written = Scoped(Untracked.Strip(changes.Written), writer, definition);
        var removed = Scoped(Untracked.Strip(changes.Removed), writer, definition);
        Settle(owners, applied, written, removed, force, AllowedConflicts(before, writer, definition));
        var after = Decode(definition, merged, before, subject);
        if (live is not null && IsSame(after.Metadata, live.Metadata) && owners.AreThoseOf(live) && definition.Compare(live, after).IsEmpty) return live;
        if (owners.Find(writer, ManagedFieldsOperationType.Apply) is { } self) owners.Put(writer, ManagedFieldsOperationType.Apply, self.At(now));
        return FieldTracking.With(WithLastApplied(after, before, configuration, writer), owners.Encode());
    }

    /// <summary>Who owns what is there. An object without owners is somebody's too: all of it belongs to who wrote before it was first applied.</summary>
    private static IReadOnlyList<ManagedFieldsEntry> Known(ResourceDefinition definition, KubeObject? live, FieldWriter writer, DateTimeOffset now) => live switch
    {
        null => [],
        { Metadata.ManagedFields.Count: > 0 } => live.Metadata.ManagedFields,
        _ => FieldTracking.Track(null, live, writer with { Manager = BeforeFirstApply }, now, definition.Compare).Metadata.ManagedFields,
    };

    /// <summary>Checks the changes against other owners, then takes what changed from them and what is gone from everyone.</summary>
    private static void Settle(FieldOwners owners, FieldOwner applied, FieldSet written, FieldSet removed, bool force, FieldSet allowed)
    {
        if (!force)
        {
            var conflicts = owners.All.Where(o => o != applied)
                .SelectMany(o => o.Fields.Intersection(written).Difference(allowed).Paths().Select(path => new ApplyConflict(o.Entry, path))).ToList();
            if (conflicts.Count > 0) throw ApplyConflict.Refuse(conflicts);
        }

        owners.Take(written, except: applied);
        owners.Take(removed, except: applied);
    }

    private static byte[] Merged(byte[] old, JsonObject configuration, TypeSchema schema, FieldSet last, FieldSet owned)
    {
        var target = (JsonObject)JsonTree.Parse(old)!;
        ConfigurationMerge.Into(target, configuration, schema);
        ConfigurationPrune.From(target, last, owned, schema);
        return JsonTree.Write(target);
    }

    private static JsonObject Root(ReadOnlySpan<byte> configuration) => JsonTree.Parse(configuration) switch
    {
        null => [],
        JsonObject root => root,
        var other => throw Failures.BadRequest(
            $"error decoding YAML: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal {GoText.KindOf(other)} into Go value of type map[string]interface {{}}"),
    };

    private static void CheckKind(JsonObject root, ResourceDefinition definition)
    {
        var (apiVersion, kind) = (Text(root["apiVersion"]), Text(root["kind"]));
        if (apiVersion == definition.ApiVersion && kind == definition.Kind) return;
        var isVersion = apiVersion.Count(static c => c == '/') < 2;
        throw Failures.BadRequest($"invalid object type: {(isVersion ? WithGroup(apiVersion) : "/")}, Kind={(isVersion ? kind : "")}");    }

    private static KubeObject Decode(ResourceDefinition definition, byte[] json, KubeObject before, string subject)
    {
        if (BodyReader.Mismatch(definition.ObjectType, json) is { } why)
            throw Failures.BadRequest($"failed to convert new object ({subject}) to proper version: unable to convert unstructured object to {KindOf(definition)}: {why}");
        var value = definition.Default(BodyReader.ReadPatched(definition, json, FieldValidation.Ignore).Object);
        return value with
        {
            Metadata = value.Metadata with { ManagedFields = before.Metadata.ManagedFields, ResourceVersion = Expected(value, before) },
        };
    }

    /// <summary>Whether a configuration means the object as it is: not another one, nor another revision.</summary>
    private static bool IsSame(ObjectMeta after, ObjectMeta live) =>
        (after.Name, after.Namespace, after.Uid, after.ResourceVersion) == (live.Name, live.Namespace, live.Uid, live.ResourceVersion);

    /// <summary>A configuration that names a resourceVersion keeps it, so that the write is checked against it.</summary>
    private static string Expected(KubeObject value, KubeObject before) =>
        value.Metadata.ResourceVersion.Length > 0 ? value.Metadata.ResourceVersion : before.Metadata.ResourceVersion;

    /// <summary>A write of the object owns no status, a write of the status nothing else.</summary>
    private static FieldSet Scoped(FieldSet named, FieldWriter writer, ResourceDefinition definition)
    {
        if (writer.Subresource == "status") return named.Children.TryGetValue("f:status", out var status) ? status.Under("f:status") : FieldSet.Empty;
        return definition.HasStatus ? named.Without("f:status") : named;
    }

    /// <summary>What client-side apply set last, kubectl's server-side apply may take over. A note that cannot be read allows nothing.</summary>
    private static FieldSet AllowedConflicts(KubeObject before, FieldWriter writer, ResourceDefinition definition)
    {
        if (writer.Manager != Kubectl || !before.Metadata.Annotations.TryGetValue(LastApplied, out var text)) return FieldSet.Empty;
        try
        {
            return JsonTree.Parse(System.Text.Encoding.UTF8.GetBytes(text)) is JsonObject root
                ? Untracked.Strip(AppliedConfiguration.Fields(root, definition.Schema, ""))
                : FieldSet.Empty;
        }
        catch (StatusException)
        {
            return FieldSet.Empty;
        }
    }

    private static KubeObject WithLastApplied(KubeObject after, KubeObject before, ReadOnlySpan<byte> configuration, FieldWriter writer)
    {
        if (writer.Manager != Kubectl || !before.Metadata.Annotations.ContainsKey(LastApplied)) return after;
        var annotations = after.Metadata.Annotations.ToDictionary(StringComparer.Ordinal);
        annotations[LastApplied] = AsClientSide(configuration);
        return after with { Metadata = after.Metadata with { Annotations = annotations } };
    }

    /// <summary>A configuration as client-side apply would note it: its fields in order, without the note itself.</summary>
    private static string AsClientSide(ReadOnlySpan<byte> configuration)
    {
        var root = (JsonObject)JsonTree.Parse(configuration)!;
        if (root["metadata"] is JsonObject metadata && metadata["annotations"] is JsonObject annotations) annotations.Remove(LastApplied);
        return $"{System.Text.Encoding.UTF8.GetString(JsonTree.Write(JsonTree.Sorted(root)))}\n";
    }

    private static string Subject(JsonObject root, ResourceDefinition definition)
    {
        var metadata = root["metadata"] as JsonObject;
        return $"{Text(metadata?["namespace"])}/{Text(metadata?["name"])}; {KindOf(definition)}";
    }

    private static string KindOf(ResourceDefinition definition) => $"{WithGroup(definition.ApiVersion)}, Kind={definition.Kind}";

    private static string Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";

    private static string WithGroup(string apiVersion) => apiVersion.Contains('/') ? apiVersion : "/" + apiVersion;
}
