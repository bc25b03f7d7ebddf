using System.Reflection;

namespace Orleans.Kube.Model.Schema;

/// <summary>
/// Reads and writes one property of records. Made of delegates when it is first used: code generated for every property up front is what
/// makes the first object slow.
/// </summary>
internal abstract class FieldAccess
{
    public abstract object? Get(object record);

    public abstract void Set(object record, object? value);

    public static FieldAccess Of(PropertyInfo property) =>
        (FieldAccess)Activator.CreateInstance(typeof(Typed<,>).MakeGenericType(property.DeclaringType!, property.PropertyType), property)!;

    private sealed class Typed<TRecord, TValue>(PropertyInfo property) : FieldAccess where TRecord : class
    {
        private readonly Func<TRecord, TValue> _get = property.GetMethod!.CreateDelegate<Func<TRecord, TValue>>();
        private readonly Action<TRecord, TValue> _set = property.SetMethod!.CreateDelegate<Action<TRecord, TValue>>();

        public override object? Get(object record) => _get((TRecord)record);

        public override void Set(object record, object? value) => _set((TRecord)record, (TValue)value!);
    }
}
