using System.Text;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Validation;

/// <summary>What every object's metadata must be (k8s.io/apimachinery/pkg/api/validation/objectmeta.go).</summary>
public static class ObjectMetaValidation
{
    /// <summary>The most that annotations may take together, keys and values.</summary>
    public const int MaximumAnnotationBytes = 256 * 1024;

    /// <summary>An update of a kind that insists on a resourceVersion did not name one.</summary>
    public static FieldError MissingResourceVersion { get; } =
        new("metadata.resourceVersion", CauseType.FieldValueInvalid, "Invalid value: 0x0: must be specified for an update");

    public static IReadOnlyList<FieldError> OfCreate(ResourceDefinition definition, ObjectMeta metadata)
    {
        var errors = new FieldErrors();
        using var _ = errors.At("metadata");
        Validate(metadata, definition.Namespaced, definition.ValidateName, errors);
        if (definition.NeedsQualifiedFinalizers) QualifiedFinalizers(metadata.Finalizers, errors);
        return errors;
    }

    public static IReadOnlyList<FieldError> OfUpdate(ResourceDefinition definition, ObjectMeta metadata, ObjectMeta old)
    {
        var errors = new FieldErrors();
        using var _ = errors.At("metadata");
        if (old.DeletionTimestamp is not null) NoNewFinalizers(metadata, old, errors);
        if (metadata.Generation < old.Generation) errors.Invalid("generation", metadata.Generation, "must not be decremented");
        errors.Immutable("name", metadata.Name, old.Name);
        errors.Immutable("namespace", metadata.Namespace, old.Namespace);
        errors.Immutable("uid", metadata.Uid, old.Uid);
        errors.Immutable("creationTimestamp", metadata.CreationTimestamp, old.CreationTimestamp);
        errors.Immutable("deletionTimestamp", metadata.DeletionTimestamp, old.DeletionTimestamp);
        errors.Immutable("deletionGracePeriodSeconds", metadata.DeletionGracePeriodSeconds, old.DeletionGracePeriodSeconds);
        Common(metadata, errors);
        if (definition.NeedsQualifiedFinalizers) QualifiedFinalizers(metadata.Finalizers, errors);
        return errors;
    }

    /// <summary>Whether a finalizer has a domain, or is one of Kubernetes' own.</summary>
    internal static bool IsQualifiedFinalizer(string finalizer) => finalizer is "kubernetes" or "orphan" or "foregroundDeletion" || finalizer.Contains('/');

    /// <summary>What is said of new finalizers of custom resources, which may be named anyhow.</summary>
    internal static IEnumerable<string> FinalizerWarnings(IEnumerable<string> finalizers)
    {
        foreach (var finalizer in finalizers.Order(StringComparer.Ordinal))
        {
            foreach (var message in LabelRules.QualifiedName(finalizer)) yield return $"metadata.finalizers: {GoText.Quote(finalizer)}: {message}";
            if (!IsQualifiedFinalizer(finalizer))
                yield return $"metadata.finalizers: {GoText.Quote(finalizer)}: prefer a domain-qualified finalizer name including a path (/) to avoid accidental conflicts with other finalizer writers";
        }
    }

    private static void QualifiedFinalizers(IReadOnlyList<string> finalizers, FieldErrors errors)
    {
        for (var i = 0; i < finalizers.Count; i++)
            if (!IsQualifiedFinalizer(finalizers[i]))
                errors.Invalid($"finalizers[{i}]", finalizers[i], "name is neither a standard finalizer name nor is it fully qualified");
    }

    /// <summary>Metadata where the walk is, such as an object's or a template's.</summary>
    internal static void Validate(ObjectMeta metadata, bool namespaced, Func<string, bool, IEnumerable<string>> validateName, FieldErrors errors)
    {
        if (metadata.GenerateName.Length > 0) errors.InvalidEach("generateName", metadata.GenerateName, validateName(metadata.GenerateName, true));
        if (metadata.Name.Length == 0) errors.Required("name", "name or generateName is required");
        else errors.InvalidEach("name", metadata.Name, validateName(metadata.Name, false));
        if (!namespaced && metadata.Namespace.Length > 0) errors.Forbidden("namespace", "not allowed on this type");
        else if (namespaced && metadata.Namespace.Length == 0) errors.Required("namespace");
        else if (namespaced) errors.InvalidEach("namespace", metadata.Namespace, Names.DnsLabel(metadata.Namespace));
        errors.NonNegative("generation", metadata.Generation);
        Common(metadata, errors);
    }

    internal static void Labels(string field, IReadOnlyDictionary<string, string> labels, FieldErrors errors)
    {
        foreach (var (key, value) in labels)
        {
            errors.InvalidEach(field, key, LabelRules.QualifiedName(key));
            errors.InvalidEach(field, value, LabelRules.Value(value));
        }
    }

    internal static void Annotations(string field, IReadOnlyDictionary<string, string> annotations, FieldErrors errors)
    {
        var bytes = 0L;
        foreach (var (key, value) in annotations)
        {
            errors.InvalidEach(field, key, LabelRules.QualifiedName(key.ToLowerInvariant()));
            bytes += Encoding.UTF8.GetByteCount(key) + Encoding.UTF8.GetByteCount(value);
        }

        if (bytes > MaximumAnnotationBytes) errors.TooLong(field, MaximumAnnotationBytes);
    }

    private static void Common(ObjectMeta metadata, FieldErrors errors)
    {
        Labels("labels", metadata.Labels, errors);
        Annotations("annotations", metadata.Annotations, errors);
        Owners(metadata.OwnerReferences, errors);
        Finalizers(metadata.Finalizers, errors);
        ManagedFieldsValidation.Validate(metadata.ManagedFields, errors);
    }

    private static void Owners(IReadOnlyList<OwnerReference> owners, FieldErrors errors)
    {
        string? controller = null;
        for (var i = 0; i < owners.Count; i++)
        {
            using var _ = errors.At("ownerReferences");
            var owner = owners[i];
            if (owner.ApiVersion.Length == 0 || owner.ApiVersion.EndsWith('/')) errors.Invalid("apiVersion", owner.ApiVersion, "version must not be empty");
            if (owner.Kind.Length == 0) errors.Invalid("kind", owner.Kind, "kind must not be empty");
            if (owner.Name.Length == 0) errors.Invalid("name", owner.Name, "name must not be empty");
            if (owner.Uid.Length == 0) errors.Invalid("uid", owner.Uid, "uid must not be empty");
            if (owner is { ApiVersion: "v1", Kind: "Event" }) errors.Invalid("", owner, $"{owner.ApiVersion}, Kind={owner.Kind} is disallowed from being an owner");
        }

        foreach (var owner in owners.Where(static o => o.Controller == true))
        {
            var text = $"{owner.Kind}/{owner.Name}";
            if (controller is null) controller = text;
            else errors.Invalid("ownerReferences", owners, $"Only one reference can have Controller set to true. Found \"true\" in references for {controller} and {text}");
        }
    }

    private static void Finalizers(IReadOnlyList<string> finalizers, FieldErrors errors)
    {
        foreach (var finalizer in finalizers) errors.InvalidEach("finalizers", finalizer, LabelRules.QualifiedName(finalizer));
        if (finalizers.Contains("orphan") && finalizers.Contains("foregroundDeletion"))
            errors.Invalid("finalizers", finalizers, "finalizer orphan and foregroundDeletion cannot be both set");
    }

    private static void NoNewFinalizers(ObjectMeta metadata, ObjectMeta old, FieldErrors errors)
    {
        var added = metadata.Finalizers.Except(old.Finalizers).Order(StringComparer.Ordinal).ToList();
        if (added.Count > 0)
            errors.Forbidden("finalizers", $"no new finalizers can be added if the object is being deleted, found new finalizers []string{{{string.Join(", ", added.Select(static f => $"\"{f}\""))}}}");
    }
}
