using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Definitions;

/// <summary>The definition of a resource whose objects are <typeparamref name="TObject"/>; a kind overrides what is particular to it.</summary>
public abstract class ResourceDefinition<TObject>() : ResourceDefinition(typeof(TObject)) where TObject : KubeObject, new()
{
    public sealed override KubeObject Default(KubeObject value) => Default((TObject)value);

    public sealed override IEnumerable<FieldError> Validate(KubeObject value) => Validate((TObject)value);

    public sealed override IEnumerable<FieldError> ValidateUpdate(KubeObject value, KubeObject old) => ValidateUpdate((TObject)value, (TObject)old);

    public sealed override IEnumerable<FieldError> ValidateStatusUpdate(KubeObject value, KubeObject old) =>
        ValidateStatusUpdate((TObject)value, (TObject)old);

    public sealed override KubeObject PrepareForCreate(KubeObject value) => PrepareForCreate((TObject)base.PrepareForCreate(value));

    public sealed override KubeObject PrepareForUpdate(KubeObject value, KubeObject old) =>
        PrepareForUpdate((TObject)base.PrepareForUpdate(value, old), (TObject)old);

    public sealed override IEnumerable<string> Warnings(KubeObject value, KubeObject? old) => Warnings((TObject)value, (TObject?)old);

    public sealed override KubeObject WithStatusOf(KubeObject target, KubeObject source) => WithStatusOf((TObject)target, (TObject)source);

    protected virtual TObject Default(TObject value) => value;

    protected virtual IEnumerable<FieldError> Validate(TObject value) => [];

    protected virtual IEnumerable<FieldError> ValidateUpdate(TObject value, TObject old) => [];

    protected virtual IEnumerable<FieldError> ValidateStatusUpdate(TObject value, TObject old) => [];

    /// <summary>Called after the status has been dropped.</summary>
    protected virtual TObject PrepareForCreate(TObject value) => value;

    /// <summary>Called after the old status has been put back.</summary>
    protected virtual TObject PrepareForUpdate(TObject value, TObject old) => value;

    protected virtual IEnumerable<string> Warnings(TObject value, TObject? old) => [];

    protected virtual TObject WithStatusOf(TObject target, TObject source) => target;
}
