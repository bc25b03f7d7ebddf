namespace Orleans.Kube.Model.Expressions;

/// <summary>A value of an expression whose fields are found when they are asked for.</summary>
public interface ICelFields
{
    /// <summary>The field of a name.</summary>
    /// <exception cref="CelFailure">It is there and has no value.</exception>
    bool TryGet(string name, out object? value);
}
