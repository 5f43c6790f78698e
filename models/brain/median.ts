/** The middle one of the values from `start` up to `end`, the upper one of two. O(n); their order is lost. */
export function medianOf(values: Float32Array, start: number, end: number): number {
  const middle = (start + end) >> 1;
  let low = start;
  let high = end - 1;
  // Hoare's selection: what is smaller than the pivot goes left, what is larger right, and only one side is looked at again.
  while (low < high) {
    const pivot = values[(low + high) >> 1]!;
    let left = low;
    let right = high;
    while (left <= right) {
      while (values[left]! < pivot) left++;
      while (values[right]! > pivot) right--;
      if (left > right) break;
      const swapped = values[left]!;
      values[left++] = values[right]!;
      values[right--] = swapped;
    }
    if (middle <= right) high = right;
    else if (middle >= left) low = left;
    else break;
  }
  return values[middle]!;
}
