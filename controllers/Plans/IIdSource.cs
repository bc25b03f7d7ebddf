namespace Orleans.Kube.Controllers;

/// <summary>Where a planner takes randomness from, so that a plan is a function of its inputs.</summary>
public interface IIdSource
{
    /// <summary>A random text of <see cref="SafeText.Alphabet"/>: what Kubernetes appends to a generateName.</summary>
    string Suffix(int length = 5);
}
