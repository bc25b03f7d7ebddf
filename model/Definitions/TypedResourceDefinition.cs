using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Definitions;

/// <summary>The definition of a resource whose objects are <typeparamref name="TObject"/>; a kind overrides what is particular to it.</summary>
public abstract class ResourceDefinition<TObject>() : ResourceDefinition(typeof(TObject)) where TObject : KubeObject, new()
{
    private static readonly TObject Empty = new();

    public sealed override KubeObject Default(KubeObject value) => Default((TObject)value);

    public sealed override IReadOnlyList<FieldError> Validate(KubeObject value)
    {
        var errors = new FieldErrors();
        Validate((TObject)value, errors);
        return errors;
    }

    public sealed override IReadOnlyList<FieldError> ValidateCreate(KubeObject value)
    {
        var errors = new FieldErrors();
        ValidateCreate((TObject)value, errors);
        return errors;
    }

    public sealed override IReadOnlyList<FieldError> ValidateUpdate(KubeObject value, KubeObject old)
    {
        var errors = new FieldErrors();
        ValidateUpdate((TObject)value, (TObject)old, errors);
        return errors;
    }

    public sealed override IReadOnlyList<FieldError> ValidateStatusUpdate(KubeObject value, KubeObject old)
    {
        var errors = new FieldErrors();
        ValidateStatusUpdate((TObject)value, (TObject)old, errors);
        return errors;
    }

    public sealed override KubeObject PrepareForCreate(KubeObject value) =>
        PrepareForCreate(HasStatus && !IsCreatedWithStatus ? WithStatusOf((TObject)value, Empty) : (TObject)value);

    public sealed override KubeObject PrepareForUpdate(KubeObject value, KubeObject old) =>
        PrepareForUpdate(HasStatus ? WithStatusOf((TObject)value, (TObject)old) : (TObject)value, (TObject)old);

    public sealed override IEnumerable<string> Warnings(KubeObject value, KubeObject? old) => Warnings((TObject)value, (TObject?)old);

    public sealed override KubeObject WithStatusOf(KubeObject target, KubeObject source) => WithStatusOf((TObject)target, (TObject)source);

    protected virtual TObject Default(TObject value) => value;

    protected virtual void Validate(TObject value, FieldErrors errors)
    {
    }

    protected virtual void ValidateCreate(TObject value, FieldErrors errors)
    {
    }

    protected virtual void ValidateUpdate(TObject value, TObject old, FieldErrors errors)
    {
    }

    protected virtual void ValidateStatusUpdate(TObject value, TObject old, FieldErrors errors)
    {
    }

    /// <summary>Whether whoever creates an object says what its status is.</summary>
    protected virtual bool IsCreatedWithStatus => false;

    /// <summary>Called after the status has been dropped.</summary>
    protected virtual TObject PrepareForCreate(TObject value) => value;

    /// <summary>Called after the old status has been put back.</summary>
    protected virtual TObject PrepareForUpdate(TObject value, TObject old) => value;

    protected virtual IEnumerable<string> Warnings(TObject value, TObject? old) => [];

    protected virtual TObject WithStatusOf(TObject target, TObject source) => target;

    /// <summary>A column that is always shown, or with <paramref name="priority"/> 1 in wide tables.</summary>
    protected static TableColumn Column(string name, string type, string description, Func<TObject, object?> cell, int priority = 0) =>
        new(name, type, description, (o, _) => cell((TObject)o), priority);

    /// <summary>A column with text that is shown only in wide tables.</summary>
    protected static TableColumn Wide(string name, string description, Func<TObject, object?> cell) => Column(name, "string", description, cell, 1);

    /// <summary>Field selectors by their paths.</summary>
    protected static IReadOnlyDictionary<string, Func<KubeObject, string>> Fields(params ReadOnlySpan<(string Path, Func<TObject, string> Value)> fields)
    {
        var map = new Dictionary<string, Func<KubeObject, string>>(StringComparer.Ordinal);
        foreach (var (path, value) in fields) map.Add(path, o => value((TObject)o));
        return map;
    }
}
